// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/hall_store.hpp"

namespace jamhall::store {

/// Whether bytes of an address that was forgotten may still stand in the hall's file or beside it, because another program
/// read it or its disk was full. forget_people() tries again, also of nobody. Errors: throws store_error.
/// Runs on: the store worker.
bool needs_scrub(hall_store& hall);

}  // namespace jamhall::store
