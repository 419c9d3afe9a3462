package liveblocks_test

var roomsMethods = []method{}
