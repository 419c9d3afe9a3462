// Package liveblockstest helps to test an app that uses Liveblocks, without a
// network and without an account.
package liveblockstest
