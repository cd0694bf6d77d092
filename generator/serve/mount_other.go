//go:build !linux

package serve

// unreported says why the system reports no changes in the folder. Only Linux
// can be asked; elsewhere the clock finds out.
func unreported(string) string { return "" }
