// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/jam_store.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace jamhall::live {

enum class on_hold : std::uint8_t { erase, wait };

/// Erases from a jam's file, which may be an older copy, everything that its list of erasures names: the file's log
/// says so, its chain holds, and no byte of it is left. Nobody may serve the file meanwhile. Doing it again changes
/// nothing. In a file that was not restored a legal hold is waited for: what the list has more could not be stored, and was
/// not confirmed to anybody. Answers how many entries of the list had something to take.
/// Errors: throws store_error or invariant_broken. Source: rule ER5.
std::size_t apply_erasures(store::jam_store& file, const std::filesystem::path& list,
                           on_hold held = on_hold::erase);

/// Whether the last line of the list names an erasure that this file's log does not know: an older file was put in
/// place by hand, or the erasure was cut short before it was confirmed. Errors: throws store_error.
bool is_behind_list(const std::filesystem::path& file, const std::filesystem::path& list);

/// The same for each jam of a data folder, with the lists that stand in it. For a restored backup, before it is
/// served.
std::size_t apply_all_erasures(const std::filesystem::path& data);

}  // namespace jamhall::live
