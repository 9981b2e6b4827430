package main

import "testing"

// A stale file shows users options that are not there, so nothing may be committed that
// the addons don't say.
func TestFresh(t *testing.T) {
	if err := run("../..", true); err != nil {
		t.Error(err)
	}
}
