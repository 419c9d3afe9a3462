// Package parity holds what @liveblocks/node sends and returns, recorded from the package itself,
// and compares the Go client with it.
//
// # Recording
//
// record.mjs makes the calls that the files in recorder/sections describe against a loopback
// server, and writes a file a section of the official docs into testdata. Nothing in testdata is
// written by hand. Recording twice gives the same bytes. To add a vector, add a call to the
// section's file and run
//
//	node internal/parity/record.mjs
//
// methods.json lists the public methods of the package's Liveblocks class, read by reflection.
//
// # Vectors
//
// A file has the package's name and version, the section, and vectors. A vector has
//
//	name       method and what is particular to the call
//	method     the JavaScript method
//	args       its arguments
//	basePath   the path of the client's base URL, when it has one
//	exchanges  the requests that the package sent, each with the canned answer
//	generated  the random part of the IDs that the package made up: any other does as well
//	result     what it returned; the items, for an iterator
//	error      or what it threw; with a status if the service refused
//	exact      the result is the caller's own data: nothing in it may change
//	differs    why Go differs on purpose
//	go         what is expected of Go instead
//
// prepareSession is recorded together with what follows it: its third argument lists the calls of
// allow, and the result is that of authorize.
//
// A request has method, path and query as they were on the wire, the headers authorization and
// content-type, and a body either as json or as bytes with size, SHA-256 and, when short, base64.
// Requests marked concurrent travel side by side, in any order. An answer has status and headers
// and a body as json, text or base64; drop stands for a connection that breaks.
//
// Values that JSON lacks are objects with a single key:
//
//	{"$undefined": true}                  undefined
//	{"$date": "2024-07-13T14:32:50.697Z"} a Date; null for an invalid one
//	{"$bytes": "AAEC"}                    a Uint8Array or ArrayBuffer
//	{"$number": "NaN"}                    a number that JSON or JavaScript can't write
//	{"$file": {"name": ..., "type": ..., "size": ...}}
//	                                      a File; its content is base64, or made by a formula
//	{"$any": true}                        under go: whatever it may be
//
// Under go, refuses says that Go returns an error and sends nothing, and fails that it returns an
// error where the package may have returned a result. path, query and json replace those of the
// first request, result replaces the result, and also lists exchanges that follow the recorded ones.
//
// # Comparing
//
// [Run] makes each call of a section through its twin in Go. Requests are compared strictly: method,
// path, content type, presence of the authorization and of a body as they were, the query as a set
// of pairs, the body as JSON values or as bytes.
//
// Results are compared as JSON. What the package returned must be there, and what is there beyond
// it must be empty. An absent field, null and an empty value of Go's are the same.
// Times are compared as instants, to the millisecond that a Date holds, also where the
// package leaves them strings or numbers. Fields named unknownField stand for what the service may
// add one day: they must do no harm and need not be kept. In an exact result none of this leniency
// applies. Of a refusal, status, message and details are compared.
//
// # Twins
//
// The tests of the package liveblocks have a file a section, such as parity_rooms_test.go, with the
// Go twins of its methods:
//
//	var roomTwins = parity.Twins[*liveblocks.Client]{
//		"getRoom": func(ctx context.Context, c *liveblocks.Client, a parity.Args) (any, error) {
//			return c.GetRoom(ctx, a.String("0"))
//		},
//		"deleteRoom": func(ctx context.Context, c *liveblocks.Client, a parity.Args) (any, error) {
//			return nil, c.DeleteRoom(ctx, a.String("0"))
//		},
//	}
//
//	func TestParityRooms(t *testing.T) { parity.Run(t, "rooms", harness, roomTwins) }
//
// and one test with all of them, which fails if a method of the package is left over:
//
//	parity.CheckComplete(t, map[string]parity.Twins[*liveblocks.Client]{"rooms": roomTwins, ...},
//		map[string]string{"mutateStorage": "compared in live"})
package parity
