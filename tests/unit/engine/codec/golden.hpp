// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace jamhall::codec_test {

/// Checks JSON against tests/fixtures/<path>, member by member and in order; layout does not matter. With
/// JAMHALL_WRITE_FIXTURES set the file is written instead, to be looked at and committed.
/// Protocol and event fixtures are promises: what stands there may be added to, never changed.
void check_golden(const std::string& path, std::string_view json);

/// The JSON of tests/fixtures/<path> without layout, as the codec writes it.
std::string golden_text(const std::string& path);

}  // namespace jamhall::codec_test
