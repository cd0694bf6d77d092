package output

import "os"

// Lock locks a file until it is closed, which the system also does when the
// process ends, however it ends. It fails at once if the file is locked
// already, and with errors.ErrUnsupported on the few systems that have no such
// lock.
func Lock(file *os.File) error { return lock(file) }
