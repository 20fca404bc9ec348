// SPDX-License-Identifier: Apache-2.0
#include "sessions/core/shuffle.hpp"

namespace jamhall::sessions {
namespace {

/// The finaliser of splitmix64: every bit of the input moves every bit of the output.
/// Source: Steele, Lea and Flood 2014; constants of variant 13 by D. Stafford.
std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

}  // namespace

std::uint64_t shuffle_key(std::uint64_t seed, person_id viewer, post_id idea)
{
    return mixed(mixed(mixed(seed) ^ viewer.value) ^ idea.value);
}

}  // namespace jamhall::sessions
