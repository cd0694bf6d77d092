// Package output holds the files of a build in memory and makes a folder on
// disk hold exactly them: it writes what changed, leaves alone what did not, and
// removes what an earlier build wrote and this one does not have.
//
// It does not know what the files are, beyond putting pages after the files that
// they use, and it neither reads nor keeps anything about where they came from.
// It changes nothing outside the folder, follows no symbolic link within it, and
// never overwrites or removes what somebody else put there.
//
// # What is kept in the folder
//
// The folder .trigpoint at the top of the output holds
//
//	manifest   hash, size and path of each file that the last build wrote
//	lock       empty; locked by the operating system while a build writes
//	journal    the manifest that is to come, while a commit is under way
//	stage/     new files on their way to their places, by their line in it
//
// The manifest makes the folder ours, and tells our files from those of others,
// which stay as they are. No date is in it, so the same set gives the same bytes
// on every machine. Neither the manifest nor the journal is trusted: their paths
// have to be such as a set can have.
//
// # How a folder is written
//
//  1. The lock is taken. A second build is told so at once. The system drops the
//     lock when a process ends, however it ends, so that a crash leaves no stale
//     one. (On the few disks that have no locks at all, none is taken.)
//  2. A journal left by an interrupted commit is carried out to its end. A stage
//     without a journal is thrown away.
//  3. All files are rendered, in parallel. One whose bytes are those on the disk
//     is left alone: it keeps its inode and its date. Others go to the stage. When
//     anything fails up to here, or the build is called off, the stage is thrown
//     away and the site is as it was. Something foreign in the way is such a
//     failure, unless it is a file with the same bytes, which becomes ours.
//  4. The stage is flushed to the disk; then the journal is put beside it, whole,
//     by a rename. From here on the commit happens, now or in the next build.
//  5. The commit: old files in the way of new ones go, where a folder becomes a
//     file, a file a folder, or only the case of a name changes; new files are
//     moved to their places, first those that are not HTML, then the pages; then
//     the rest of the old files go that the new set does not have, and the folders
//     that this left empty. All that is flushed. Then one rename makes the journal
//     the manifest, which ends the commit, and the stage goes.
//
// Each file is replaced by one rename, so a reader sees the old page or the new
// one, never half of one, and no new page before the assets it names. What there
// is to do follows from the two manifests and from what is still in the stage, so
// a commit that was cut short, by a signal, a full disk or a power cut, is finished
// by doing it again. A power cut alone may also undo steps of it in any order, as
// the disk likes, until that is done.
//
// Swapping the whole folder by one rename would be simpler, and is what the
// journal replaces. It fails where the folder is a mount point or a link,
// takes the ground from under a server that runs in it, and loses what others
// keep there (.git, CNAME). The journal gives the same result once any later
// build has run.
package output

// own is the folder, in the output folder, of what is needed from one write to
// the next. No output file can have a name that begins so.
const own = ".trigpoint"

const (
	lockPath      = own + "/lock"
	manifestPath  = own + "/manifest"
	journalPath   = own + "/journal"
	stagePath     = own + "/stage"
	stagedJournal = stagePath + "/journal" // on its way, beside the numbered files
)
