// Package endpoint holds no code but tests: of what a browser makes of the auth
// endpoint's answers, with the official client in a real browser.
package endpoint
