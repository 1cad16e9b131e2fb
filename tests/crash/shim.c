/* Kills the process before its n-th file operation in a folder; see harness.py.

   Loaded by LD_PRELOAD, it stands between Python, TensorFlow and the C library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[4096];
static atomic_long operations;
static long fatal; /* the operation that is not survived; 0 is none */
static int halves; /* whether a fatal write is done by half first */

/* Count operations in `path` from now on, and die before operation `n`. */
void crash_arm(const char *path, long n, int half) {
    strncpy(folder, path, sizeof folder - 1);
    operations = 0;
    fatal = n;
    halves = half;
}

long crash_operations(void) { return operations; }

static int is_fatal(const char *path) {
    if (!folder[0] || !path || strncmp(path, folder, strlen(folder))) return 0;
    return ++operations == fatal;
}

static void die(void) { kill(getpid(), SIGKILL); pause(); }

static const char *path_of(int fd) {
    static _Thread_local char path[4096];
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return NULL;
    path[n] = 0;
    return path;
}

#define NEXT(name) \
    static __typeof__(&name) next; \
    if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define BEFORE_PATH(path) if (is_fatal(path)) die()

#define OPEN(name, signature, at, ...) \
    int name signature { \
        NEXT(name); \
        mode_t mode = 0; \
        if (flags & O_CREAT) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); } \
        if (flags & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR)) BEFORE_PATH(path); \
        return next(__VA_ARGS__, mode); \
    }
OPEN(open, (const char *path, int flags, ...), 0, path, flags)
OPEN(open64, (const char *path, int flags, ...), 0, path, flags)
OPEN(openat, (int at, const char *path, int flags, ...), 1, at, path, flags)
OPEN(openat64, (int at, const char *path, int flags, ...), 1, at, path, flags)

#define FOPEN(name) \
    FILE *name(const char *path, const char *mode) { \
        NEXT(name); \
        if (mode[0] != 'r') BEFORE_PATH(path); \
        return next(path, mode); \
    }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int fd, const void *data, size_t size) {
    NEXT(write);
    if (folder[0] && is_fatal(path_of(fd))) {
        if (halves) next(fd, data, size / 2);
        die();
    }
    return next(fd, data, size);
}

size_t fwrite(const void *data, size_t size, size_t count, FILE *file) {
    NEXT(fwrite);
    if (folder[0] && is_fatal(path_of(fileno(file)))) {
        if (halves) { next(data, 1, size * count / 2, file); fflush(file); }
        die();
    }
    return next(data, size, count, file);
}

int fclose(FILE *file) {
    NEXT(fclose);
    if (folder[0]) BEFORE_PATH(path_of(fileno(file)));
    return next(file);
}

int fsync(int fd) {
    NEXT(fsync);
    if (folder[0]) BEFORE_PATH(path_of(fd));
    return next(fd);
}

int ftruncate(int fd, off_t size) {
    NEXT(ftruncate);
    if (folder[0]) BEFORE_PATH(path_of(fd));
    return next(fd, size);
}

int rename(const char *from, const char *to) {
    NEXT(rename);
    BEFORE_PATH(from);
    return next(from, to);
}

int unlink(const char *path) {
    NEXT(unlink);
    BEFORE_PATH(path);
    return next(path);
}

int mkdir(const char *path, mode_t mode) {
    NEXT(mkdir);
    BEFORE_PATH(path);
    return next(path, mode);
}
