// Package live is the storage of a Liveblocks room as a tree of Go values: the
// counterpart of LiveObject, LiveList, LiveMap, LiveText and LiveFile in
// JavaScript. It does no I/O. MutateStorage of the liveblocks package hands a
// program the root of a room's tree; what the program changes there reaches
// every connected browser at once.
//
//	err := client.MutateStorage(ctx, "my-room", func(root *live.Object) error {
//		todos, ok := live.Get[*live.List](root, "todos")
//		if !ok {
//			return errors.New("the room has no todos")
//		}
//		return todos.Push(live.NewObject(map[string]any{"text": "Buy milk", "done": false}))
//	})
//
// # The tree
//
// The root is an [Object], and holds plain JSON values and nodes:
//
//   - An [Object] is a record: named fields that are known beforehand.
//   - A [List] is an ordered collection, whose items can be moved.
//   - A [Map] is a collection by key, for entries that come and go.
//   - A [Text] is a text that several people edit at once.
//   - A [File] refers to a file that was uploaded to the room.
//
// Nodes are the unit of collaboration. Two people who change different fields
// of an object, or different items of a list, both keep their change. A plain
// value, be it a number or a large JSON object, is replaced as a whole, and the
// last writer wins. So put into nodes what is edited in parts, and into plain
// values what belongs together.
//
// A node has one place. [NewObject], [NewList] and the others make one that has
// none; putting it into another node gives it one; deleting or replacing it
// takes it out for good, and a change of it is then refused with [ErrRemoved].
// Clone makes a copy that can be put elsewhere.
//
// # Reading
//
// Get and All return nodes as they are, and plain values as encoding/json would
// decode them. The functions [Get] and [At] return them in a type of your
// choice, and [Decode] turns a node and all it holds into a struct:
//
//	count, ok := live.Get[int](root, "count")
//	todo, ok := live.At[Todo](todos, 0)
//	board, err := live.Decode[Board](root)
//
// # Writing
//
// Set, Push and the like take a node, or anything that encoding/json can
// encode, which they store as one plain value. [ObjectFrom] builds nodes from a
// struct instead, and [Object.Reconcile] changes what is there to equal one,
// with few changes, so that what other people do meanwhile is kept.
//
// Each method checks its arguments before it changes anything. It returns an
// error for a value that JSON can't hold or that would be changed on the way,
// such as NaN, a string that is not UTF-8 or an integer that JavaScript rounds;
// for a node that has a place already; for an index out of range; and for more
// than Liveblocks stores: 2 MiB for the plain values of an object, and for each
// plain value in a list or a map. A method that fails has changed nothing. The
// constructors return no error, so that they can be nested: what a node could
// not be made of is reported by whatever the node is put into.
//
// # What is promised
//
// For the same calls on the same tree this package sends the changes that
// @liveblocks/node sends, and differs where that loses data or says what is not
// so:
//
//   - A callback is all or nothing, unless it flushes on purpose. If it returns
//     an error, none of its changes is sent. The npm package sends what it has
//     every 200 ms.
//   - The server's answer is read. A change that it ignored or rejected is an
//     [*OpError], which names it. The npm package takes any answer, and even a
//     failed request, for success.
//   - All edits of one [Text] arrive, as one change. The npm package sends the
//     first and drops the others.
//   - Changes that arrive twice, because an answer was lost, are made once. With
//     the npm package's changes, an item that was replaced right after it was
//     added comes back, and some moved items are lost.
//   - A call that fails has changed nothing. In the npm package it may have
//     taken out what it was to replace, or sent half of an update.
//   - Changing a node that was removed is an error. There it is lost with a
//     warning.
//   - The key __proto__ is refused. There it is not sent.
//   - A text index outside the text is an error. There it is clipped.
//   - The root can't be put into a node, nor a node into itself.
//   - Reconcile follows items that have moved within a list, edits texts in
//     place, changes maps, and leaves equal plain values as they are.
//   - Integers above 2^53 that a float64 can't hold are refused.
//
// Object and Map take several fields in alphabetical order, since Go's maps have
// none.
//
// A tree is not safe for concurrent use, not even for reading: what was loaded
// is decoded when it is first looked at.
//
// Use [ParsePlainLSON] and PlainLSON for the JSON form in which the REST API
// exchanges whole storages. [Document] is for programs that bring a transport
// of their own.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#mutate-storage and
// https://liveblocks.io/docs/ready-made-features/multiplayer/sync-engine/liveblocks-storage.
package live
