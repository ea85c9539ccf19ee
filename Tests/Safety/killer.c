/* Preloaded into the appliance: ends it with SIGKILL at a chosen moment, as a power cut would.
 *
 * The moment stands in the file named by WATTKEEPER_KILL_PLAN, which may appear while the process runs:
 *   sync before 3          in front of the third fsync or fdatasync from now on
 *   sync after 1           behind the next one
 *   send before 1 TEXT     in front of the first write to a socket that holds TEXT
 *   send after 2 TEXT      behind the second
 * A plan is read once; without the file everything is as usual. Before it dies it leaves the number of syncs
 * since the plan was read in PLAN.syncs: whether the disk was asked before the answer left.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum what { NOTHING, SYNC, SEND };
enum side { BEFORE, AFTER };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum what what;
static enum side side;
static int countdown;
static int syncs;
static char text[512];

/* Raw system calls, so that reading the plan does not come back here. */
static void read_plan(void) {
  const char *path = getenv("WATTKEEPER_KILL_PLAN");
  if (what != NOTHING || !path) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return;
  char line[600] = {0}, kind[8] = {0}, when[8] = {0};
  long got = syscall(SYS_read, file, line, sizeof line - 1);
  syscall(SYS_close, file);
  if (got <= 0 || sscanf(line, "%7s %7s %d %511[^\n]", kind, when, &countdown, text) < 3) return;
  side = strcmp(when, "after") == 0 ? AFTER : BEFORE;
  what = strcmp(kind, "sync") == 0 ? SYNC : SEND;
}

static void leave_count(void) {
  char path[600], line[16];
  snprintf(path, sizeof path, "%s.syncs", getenv("WATTKEEPER_KILL_PLAN"));
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  int length = snprintf(line, sizeof line, "%d\n", syncs);
  if (file < 0 || syscall(SYS_write, file, line, length) != length) abort();
}

static void die(void) {
  leave_count();
  syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
  for (;;) pause();
}

/* Whether this call is the one: counted once, in front of it. */
static int is_due(enum what now, const char *bytes, size_t length) {
  pthread_mutex_lock(&lock);
  read_plan();
  if (now == SYNC && what != NOTHING) syncs++;
  int matches = what == now && countdown > 0;
  if (matches && now == SEND) matches = memmem(bytes, length, text, strlen(text)) != NULL;
  int due = matches && --countdown == 0;
  pthread_mutex_unlock(&lock);
  if (due && side == BEFORE) die();
  return due;
}

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define AROUND(due, call) \
  __typeof__(call) result = call; \
  if (due) die(); \
  return result

int fsync(int file) {
  REAL(fsync);
  int due = is_due(SYNC, NULL, 0);
  AROUND(due, real(file));
}

int fdatasync(int file) {
  REAL(fdatasync);
  int due = is_due(SYNC, NULL, 0);
  AROUND(due, real(file));
}

ssize_t send(int socket, const void *bytes, size_t length, int flags) {
  REAL(send);
  int due = is_due(SEND, bytes, length);
  AROUND(due, real(socket, bytes, length, flags));
}

ssize_t write(int file, const void *bytes, size_t length) {
  REAL(write);
  int due = is_due(SEND, bytes, length);
  AROUND(due, real(file, bytes, length));
}

static int any_due(const struct iovec *parts, int count) {
  int due = 0;
  for (int part = 0; part < count; part++) due |= is_due(SEND, parts[part].iov_base, parts[part].iov_len);
  return due;
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(writev);
  int due = any_due(parts, count);
  AROUND(due, real(file, parts, count));
}

ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
  REAL(sendmsg);
  int due = any_due(message->msg_iov, (int)message->msg_iovlen);
  AROUND(due, real(socket, message, flags));
}
