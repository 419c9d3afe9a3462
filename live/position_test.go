package live

import "testing"

func TestPositionBetween(t *testing.T) {
	for _, tt := range []struct{ lo, hi, want string }{
		{"", "", "!"},
		{"!", "", "!!"},
		{"!~", "", `"`},
		{"~~", "", "~~  !"},
		{"~~  !", "", `~~  "`},
		{"", "!", " ~"},
		{"", `"`, "!"},
		{"", "!!", "!"},
		{"", " !", "  ~"},
		{"", " ~", " }"},
		{"!", "%", "#"},
		{"!", `"`, "!O"},
		{"%", "!", "#"},
		{"!", "!!", "! O"},
		{"!~", `"`, "!~O"},
		{"!~~", `"`, "!~~O"},
	} {
		got, err := positionBetween(tt.lo, tt.hi)
		if err != nil || got != tt.want {
			t.Errorf("positionBetween(%q, %q) = %q, %v, want %q", tt.lo, tt.hi, got, err, tt.want)
		}
	}
	if _, err := positionBetween("!", "!"); err == nil {
		t.Error("positionBetween of equal positions: no error")
	}
}

func TestValidPosition(t *testing.T) {
	for _, tt := range []struct{ key, want string }{
		{"!", "!"},
		{"", "!"},
		{"   ", "!"},
		{"! ", "!"},
		{"\x01", "!"},
		{"a\x7fé", "a~~"},
		{"😀", "~~"},
		{"~~  !", "~~  !"},
	} {
		if got := validPosition(tt.key); got != tt.want {
			t.Errorf("validPosition(%q) = %q, want %q", tt.key, got, tt.want)
		}
	}
}
