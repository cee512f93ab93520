/*
 * Makes every fsync and fdatasync of a process take 3 ms more, and counts them in the file that SLOW_FSYNC_COUNT names:
 * cc -shared -fPIC -o slow-fsync.so slow-fsync.c -ldl, then LD_PRELOAD=slow-fsync.so.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const struct timespec delay = {0, 3000000};
static unsigned long *count;

__attribute__((constructor)) static void open_count(void) {
  const char *path = getenv("SLOW_FSYNC_COUNT");
  int file = path ? open(path, O_RDWR | O_CREAT, 0600) : -1;
  if (file < 0 || ftruncate(file, sizeof *count) != 0) return;
  void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared != MAP_FAILED) count = shared;
  close(file);
}

static int slowly(const char *name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (count) __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
  nanosleep(&delay, NULL);
  return real(file);
}

int fsync(int file) { return slowly("fsync", file); }

int fdatasync(int file) { return slowly("fdatasync", file); }
