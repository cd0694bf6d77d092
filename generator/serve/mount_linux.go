package serve

import "syscall"

// unreported says why the system reports no changes in the folder, or not those
// made elsewhere; empty, if it seems to report them.
func unreported(dir string) string {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return ""
	}
	kind := silentMount(uint32(s.Type))
	if kind == "" {
		return ""
	}
	return "this folder is on a mount of type " + kind + ", which does not report what others change"
}

// silentMount names the mounts that report nothing, by the numbers of statfs(2).
func silentMount(magic uint32) string {
	return map[uint32]string{
		0x6969: "NFS", 0x517b: "SMB", 0xfe534d42: "SMB", 0xff534d42: "CIFS", 0x65735546: "FUSE",
		0x01021997: "9P", 0x786f4256: "VirtualBox", 0xbacbacbc: "VMware", 0x6a656a63: "virtiofs", 0x5346414f: "AFS",
	}[magic]
}
