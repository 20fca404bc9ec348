// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace jamhall::torture {

/// SQLite's allocator while it lives: the n-th allocation from a moment on finds no memory.
/// Runs on: one thread, while no connection is open.
class failing_sqlite_memory {
public:
    failing_sqlite_memory();
    failing_sqlite_memory(const failing_sqlite_memory&) = delete;
    failing_sqlite_memory& operator=(const failing_sqlite_memory&) = delete;
    ~failing_sqlite_memory();

    void fail(std::size_t n) const;
    /// All allocations work again. Gives whether one had failed.
    bool heal() const;
};

/// The n-th operator new of this thread from now on throws bad_alloc, once.
void fail_new(std::size_t n);
bool heal_new();

}  // namespace jamhall::torture
