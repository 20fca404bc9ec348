// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace jamhall::sessions {

/// A broken invariant: a bug or a damaged log, never an input. Whoever runs the jam catches it and
/// quarantines that jam read-only, so that one bad log cannot take the hall down.
class invariant_broken : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void throw_invariant_broken(const char* what);

/// Always on.
inline void ensure(bool holds, const char* what)
{
    if (!holds) [[unlikely]]
        throw_invariant_broken(what);
}

/// Builds one visitor out of a lambda for each case; a case left out does not compile.
template <class... Cases>
struct overloaded : Cases... {
    using Cases::operator()...;
};

template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

}  // namespace jamhall::sessions
