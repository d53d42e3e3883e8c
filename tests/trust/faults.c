/* Between a process and libc: counts every operation that changes something below one folder, and at the one that is
   asked for ends the process by SIGKILL, or lets that one (or all from there on) fail. Loaded by LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX];
static atomic_long count;
static long at;       /* the operation to spoil; 0: none */
static int failure;   /* errno that it fails with; 0: SIGKILL */
static int stays;     /* all later ones that need room fail as well, as on a full disk */
static int log_to = -1;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = dlsym(RTLD_NEXT, name)

long fault_count(void) { return atomic_load(&count); }

void fault_arm(const char *folder, long operation, int with, int from_there_on, int log) {
    snprintf(root, sizeof root, "%s/", folder);
    atomic_store(&count, 0);
    at = operation;
    failure = with;
    stays = from_there_on;
    log_to = log;
}

static int below(int folder, const char *path, char *whole) {
    if (!root[0]) return 0;
    if (path && path[0] == '/') snprintf(whole, PATH_MAX, "%s", path);
    else {
        char link[64];
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, whole, PATH_MAX - 1);
        if (length < 0) return 0;
        whole[length] = 0;
        if (path) snprintf(whole + length, PATH_MAX - length, "/%s", path);
    }
    size_t length = strlen(root);
    return !strncmp(whole, root, length) || (strlen(whole) == length - 1 && !strncmp(whole, root, length - 1));
}

/* Whether to fail; needs_room says that a full disk would refuse it. */
static int spoiled(const char *kind, int folder, const char *path, const char *to, int needs_room) {
    char whole[PATH_MAX];
    int kept = errno;
    if (!below(folder, path, whole)) { errno = kept; return 0; }
    long number = atomic_fetch_add(&count, 1) + 1;
    if (log_to >= 0) dprintf(log_to, "%s\t%s\t%s\n", kind, whole, to ? to : "");
    errno = kept;
    if (!at || number < at || (number > at && !stays)) return 0;
    if (!failure) { kill(getpid(), SIGKILL); for (;;) pause(); }
    if (failure == ENOSPC && !needs_room) return 0;
    errno = failure;
    return 1;
}

#define OPENED(name, with_folder, signature, passed, folder) \
    int name signature { \
        REAL(int, #name, with_folder const char *, int, ...); \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
        if ((flags & (O_CREAT | O_TRUNC)) && spoiled("create", folder, path, 0, 1)) return -1; \
        return real passed; \
    }
OPENED(open, , (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPENED(open64, , (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
#define FOLDER int,
OPENED(openat, FOLDER, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)
OPENED(openat64, FOLDER, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)

#define WRAP(type, name, kind, signature, passed, folder, path, to, needs_room) \
    type name signature { \
        static type (*real) signature; \
        if (!real) real = dlsym(RTLD_NEXT, #name); \
        if (spoiled(kind, folder, path, to, needs_room)) return -1; \
        return real passed; \
    }
WRAP(ssize_t, write, "write", (int fd, const void *from, size_t size), (fd, from, size), fd, 0, 0, 1)
WRAP(ssize_t, pwrite, "write", (int fd, const void *from, size_t size, off_t to), (fd, from, size, to), fd, 0, 0, 1)
WRAP(ssize_t, pwrite64, "write", (int fd, const void *from, size_t size, off64_t to), (fd, from, size, to), fd, 0, 0, 1)
WRAP(ssize_t, writev, "write", (int fd, const struct iovec *from, int n), (fd, from, n), fd, 0, 0, 1)
WRAP(ssize_t, sendfile, "write", (int fd, int from, off_t *at_, size_t n), (fd, from, at_, n), fd, 0, 0, 1)
WRAP(ssize_t, sendfile64, "write", (int fd, int from, off64_t *at_, size_t n), (fd, from, at_, n), fd, 0, 0, 1)
WRAP(ssize_t, copy_file_range, "write", (int from, off64_t *a, int fd, off64_t *b, size_t n, unsigned f), (from, a, fd, b, n, f), fd, 0, 0, 1)
WRAP(int, ftruncate, "truncate", (int fd, off_t size), (fd, size), fd, 0, 0, 0)
WRAP(int, ftruncate64, "truncate", (int fd, off64_t size), (fd, size), fd, 0, 0, 0)
WRAP(int, fsync, "fsync", (int fd), (fd), fd, 0, 0, 0)
WRAP(int, fdatasync, "fsync", (int fd), (fd), fd, 0, 0, 0)
WRAP(int, rename, "rename", (const char *from, const char *to), (from, to), AT_FDCWD, from, to, 0)
WRAP(int, renameat, "rename", (int f, const char *from, int g, const char *to), (f, from, g, to), f, from, to, 0)
WRAP(int, renameat2, "rename", (int f, const char *from, int g, const char *to, unsigned n), (f, from, g, to, n), f, from, to, 0)
WRAP(int, link, "link", (const char *from, const char *to), (from, to), AT_FDCWD, to, from, 1)
WRAP(int, linkat, "link", (int f, const char *from, int g, const char *to, int n), (f, from, g, to, n), g, to, from, 1)
WRAP(int, unlink, "unlink", (const char *path), (path), AT_FDCWD, path, 0, 0)
WRAP(int, unlinkat, "unlink", (int f, const char *path, int n), (f, path, n), f, path, 0, 0)
WRAP(int, remove, "unlink", (const char *path), (path), AT_FDCWD, path, 0, 0)
WRAP(int, mkdir, "mkdir", (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, 0, 1)
WRAP(int, mkdirat, "mkdir", (int f, const char *path, mode_t mode), (f, path, mode), f, path, 0, 1)
WRAP(int, rmdir, "rmdir", (const char *path), (path), AT_FDCWD, path, 0, 0)
