// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/jam_reader.hpp"
#include "engine/store/jam_store.hpp"
#include "engine/store/store_error.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::store {

/// A folder of its own for one test, gone with it.
class temporary_folder {
public:
    temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder();

    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline constexpr sessions::log_offset everything{UINT32_MAX};

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, std::string_view content);

/// An event of the given type; the store does not look into its body.
codec::stored_event event_of(std::uint64_t offset, std::string_view type, std::uint32_t actor = 0,
                             std::vector<codec::stored_text> texts = {});

codec::stored_text text_of(std::string_view field, std::uint32_t person, std::string_view text);

/// A post's event and row: an idea of forum "ideas".
append_batch idea_batch(std::uint64_t offset, std::uint32_t post, std::string_view text);

sessions::post_row idea_row(std::uint32_t post, std::string_view text);

/// A ballot's event, row and key.
void add_ballot(append_batch& batch, std::uint64_t offset, std::uint32_t post, std::uint32_t person,
                sessions::choice says = sessions::choice::support);

/// The fault that an action ends in. Fails the test when there is none.
template <class Action>
store_fault fault_of(const Action& action)
{
    try {
        action();
    } catch (const store_error& failed) {
        return failed.fault();
    }
    FAIL("no store_error was thrown");
    return {};
}

/// The sentence that an action ends in. Fails the test when there is none.
template <class Action>
std::string sentence_of(const Action& action)
{
    try {
        action();
    } catch (const store_error& failed) {
        return failed.what();
    }
    FAIL("no store_error was thrown");
    return {};
}

}  // namespace jamhall::store
