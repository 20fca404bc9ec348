// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace jamhall::live {

/// A made-up name for the person of this number: two words drawn at random and the number, so that no two people of a
/// jam have the same ("Amber Heron 412").
std::string made_up_name(std::uint32_t number);

}  // namespace jamhall::live
