#ifndef HEADER_H
#define HEADER_H

#ifdef __cplusplus
extern "C" {
#endif

/** Opens a file. */
int file_open(const char *path, int mode);

struct file_options {
    int class;
};

#ifdef __cplusplus
}
#endif

#endif
