// What the Glibc module does not export: epoll, eventfd, accept4.
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
