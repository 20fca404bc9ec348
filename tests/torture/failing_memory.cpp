// SPDX-License-Identifier: Apache-2.0
#include "tests/torture/failing_memory.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <new>

namespace jamhall::torture {
namespace {

/// Counts down to the allocation that fails.
struct countdown {
    std::size_t left = 0;
    bool has_failed = false;

    bool fails()
    {
        if (left == 0 || --left > 0)
            return false;
        has_failed = true;
        return true;
    }

    void begin(std::size_t n) { *this = {n, false}; }
    bool end()
    {
        left = 0;
        return has_failed;
    }
};

countdown of_sqlite;
thread_local countdown of_new;

sqlite3_mem_methods real;

void* allocate(int size)
{
    return of_sqlite.fails() ? nullptr : real.xMalloc(size);
}

void* reallocate(void* old, int size)
{
    return of_sqlite.fails() ? nullptr : real.xRealloc(old, size);
}

void use(const sqlite3_mem_methods& methods)
{
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    sqlite3_initialize();
}

}  // namespace

failing_sqlite_memory::failing_sqlite_memory()
{
    sqlite3_initialize();
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    auto failing = real;
    failing.xMalloc = allocate;
    failing.xRealloc = reallocate;
    use(failing);
}

failing_sqlite_memory::~failing_sqlite_memory()
{
    use(real);
}

void failing_sqlite_memory::fail(std::size_t n) const
{
    of_sqlite.begin(n);
}

bool failing_sqlite_memory::heal() const
{
    return of_sqlite.end();
}

void fail_new(std::size_t n)
{
    of_new.begin(n);
}

bool heal_new()
{
    return of_new.end();
}

bool new_fails()
{
    return of_new.fails();
}

}  // namespace jamhall::torture

// Also the form that does not throw: a sanitizer would give it memory of its own, which the deletes below may not free.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return jamhall::torture::new_fails() ? nullptr : std::malloc(size > 0 ? size : 1);
}

void* operator new(std::size_t size)
{
    if (void* made = operator new(size, std::nothrow); made != nullptr)
        return made;
    throw std::bad_alloc{};
}

void operator delete(void* what) noexcept
{
    std::free(what);
}

void operator delete(void* what, std::size_t) noexcept
{
    std::free(what);
}
