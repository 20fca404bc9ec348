// SPDX-License-Identifier: Apache-2.0
#include "engine/store/store_error.hpp"

namespace jamhall::store {

std::string_view name_of(store_fault fault)
{
    switch (fault) {
    case store_fault::full: return "full";
    case store_fault::io: return "io";
    case store_fault::damaged: return "damaged";
    case store_fault::newer: return "newer";
    case store_fault::missing: return "missing";
    case store_fault::not_allowed: return "not_allowed";
    case store_fault::in_use: return "in_use";
    case store_fault::conflict: return "conflict";
    case store_fault::stale: return "stale";
    case store_fault::unsynced: return "unsynced";
    case store_fault::misuse: return "misuse";
    }
    return "unknown";
}

}  // namespace jamhall::store
