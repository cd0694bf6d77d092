package serve

import (
	"path/filepath"
	"testing"
)

// TestPollAnnounced: mounts that report nothing are known by their kind.
func TestPollAnnounced(t *testing.T) {
	t.Parallel()
	for magic, name := range map[uint32]string{0x6969: "NFS", 0x01021997: "9P", 0x65735546: "FUSE", 0xef53: ""} {
		if got := silentMount(magic); got != name {
			t.Errorf("mount %x is %q, want %q", magic, got, name)
		}
	}
	if reason := unreported(filepath.Join(t.TempDir(), "gone")); reason != "" {
		t.Errorf("a folder that is not there: %q", reason)
	}
}
