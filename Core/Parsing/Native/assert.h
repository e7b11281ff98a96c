/*
 * Stands before the system's header when the grammars are compiled. Some scanners assert what a hostile file can break (a Ruby heredoc whose word has
 * more than 255 bytes, a Python f-string below 510 levels of indentation); that must end the parse of the file and not the process.
 */
#ifndef CODEGRAPH_ASSERT_H
#define CODEGRAPH_ASSERT_H

__attribute__((noreturn)) void cg_assertion_failed(void);

#define assert(condition) ((condition) ? (void)0 : cg_assertion_failed())

#ifndef static_assert
#define static_assert _Static_assert
#endif

#endif
