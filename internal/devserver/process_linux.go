package devserver

import "syscall"

// processAttributes puts the server into a process group of its own, so that a
// Ctrl-C at the terminal leaves it to be stopped in order, and ends it if this
// process ends without having done so.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
