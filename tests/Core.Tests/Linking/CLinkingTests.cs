namespace CodeGraph.Tests.Linking;

public sealed class CLinkingTests
{
    [Fact]
    public void A_file_sees_what_it_includes() => LinkFixture.Check("""
        === src/sds.h
        char *sdsnew(const char *init);
        #define sdslen(s) (sizeof(s))
        === src/sds.c
        #include "sds.h"
        char *sdsnew(const char *init) { return 0; }
        === deps/other/sds.h
        char *sdsnew(const char *init);
        #define sdslen(s) (sizeof(s) + 1)
        === deps/other/sds.c
        #include "sds.h"
        char *sdsnew(const char *init) { return 0; }
        === src/main.c
        #include "sds.h"
        int main(void) {
            char *s = sdsnew("a"); //? sdsnew: src/sds.c#sdsnew exact
            return sdslen(s); //? sdslen: src/sds.h#sdslen exact
        }
        === deps/other/use.c
        #include "sds.h"
        void use(void) { sdsnew("a"); } //? sdsnew: deps/other/sds.c#sdsnew exact
        """);

    [Fact]
    public void Macros_and_static_functions_of_other_files_are_not_meant() => LinkFixture.Check("""
        === a.c
        #define LIMIT(x) (x)
        static int helper(void) { return 1; }
        int shared(void) { return LIMIT(helper()); } //? LIMIT: a.c#LIMIT exact; helper: a.c#helper exact
        === b.c
        int run(void) {
            helper(); //? helper: unresolved
            LIMIT(1); //? LIMIT: unresolved
            return shared(); //? shared: a.c#shared unique
        }
        === compat/stdint.h
        #define UINT64_C(x) (x)
        === c.c
        #include <stdint.h>
        long big(void) { return UINT64_C(1); } //? UINT64_C: unresolved
        """);

    [Fact]
    public void A_declaration_in_the_file_itself_leads_to_the_definition() => LinkFixture.Check("""
        === a.c
        extern int counted(int n);
        int go(void) { return counted(1); } //? counted: b.c#counted(2) exact
        === b.c
        extern int counted(int n);
        int counted(int n) { return n; }
        """);

    [Fact]
    public void A_compilation_database_says_where_includes_are() => LinkFixture.Check("""
        === build/compile_commands.json
        [{"directory": "/home/me/project/build", "file": "../app/main.c", "command": "cc -Iignored -I ../lib/two -DX -c ../app/main.c"}]
        === app/main.c
        #include "config.h"
        int main(void) { return VALUE(1); } //? VALUE: lib/two/config.h#VALUE exact
        === lib/one/config.h
        #define VALUE(x) (x)
        === lib/two/config.h
        #define VALUE(x) (x + 1)
        """);

    [Fact]
    public void Tags_have_names_of_their_own() => LinkFixture.Check("""
        === a.c
        typedef struct entry { int key; } entry;
        static struct config { int port; } config;
        int go(entry *e) {
            config.port = sizeof(entry); //? config: a.c#config exact; port: a.c#config.port typed; entry: a.c#entry exact
            return e->key; //? key: a.c#entry.key typed
        }
        === b.c
        struct entry { int key; };
        int other(struct entry *e) { return e->key; } //? key: b.c#entry.key typed
        """);

    [Fact]
    public void Branches_of_a_conditional_are_variants_of_one_definition() => LinkFixture.Check("""
        === a.h
        #ifdef __GNUC__
        #define likely(x) __builtin_expect(!!(x), 1)
        #else
        #define likely(x) (x)
        #endif
        === a.c
        #include "a.h"
        #ifdef HAVE_DEFRAG
        int defrag(void) { return 1; }
        #else
        int defrag(void) { return 0; }
        #endif
        int go(int n) {
            if (likely(n)) //? likely: a.h#likely + a.h#likely(2) exact
                return defrag(); //? defrag: a.c#defrag + a.c#defrag(2) exact
            return 0;
        }
        """);

    [Fact]
    public void Macros_around_declarations_hide_nothing() => LinkFixture.Check("""
        === api.h
        #define API
        API int (*api_open)(const char *path) API_ATTRIBUTE;
        API void api_close(int handle) API_ATTRIBUTE FORMAT(1, 2);
        API_EXTERN const char *api_name(void);
        DWORD flags;
        === use.c
        #include "api.h"
        int go(void) {
            api_close(api_open("x")); //? api_close: api.h#api_close exact; api_open: api.h#api_open exact
            api_name(); //? api_name: api.h#api_name exact
            return flags; //? flags: api.h#flags exact
        }
        """);

    [Fact]
    public void Methods_lead_to_their_definition_elsewhere() => LinkFixture.Check("""
        === service.hpp
        #pragma once
        class Service {
        public:
            bool create(const char* name);
            bool create(const char* name, int age);
        };
        === service.cpp
        #include "service.hpp"
        bool Service::create(const char* name) { return create(name, 1); } //? create: service.cpp#Service.create(2) exact
        bool Service::create(const char* name, int age) { return true; }
        === main.cpp
        #include "service.hpp"
        void run() {
            Service s;
            s.create("a"); //? create: service.cpp#Service.create typed
            s.create("a", 1); //? create: service.cpp#Service.create(2) typed
        }
        """);

    [Fact]
    public void Smart_pointers_and_containers_hand_on_what_they_hold() => LinkFixture.Check("""
        === a.cpp
        #include <memory>
        #include <vector>
        namespace app {
        struct Part { void Run(); };
        struct Other { void Run(); };
        void go(std::vector<Part>& parts, std::unique_ptr<Part> one) {
            parts.back().Run(); //? Run: a.cpp#app.Part.Run typed
            one->Run(); //? Run: a.cpp#app.Part.Run typed
            one.get()->Run(); //? Run: a.cpp#app.Part.Run typed
            parts.size(); //? size: external
        }
        }
        """);
}
