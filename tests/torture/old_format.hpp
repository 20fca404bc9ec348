// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>

namespace jamhall::torture {

/// Writes a jam as the Jamhall of an earlier format wrote it: the schema after so many migrations, and of a current file
/// what had a place there.
void make_old_format(const std::filesystem::path& current, std::size_t format,
                     const std::filesystem::path& to);

}  // namespace jamhall::torture
