// SPDX-License-Identifier: Apache-2.0
#include "engine/live/pseudonym.hpp"

#include "engine/base/random.hpp"

#include <array>
#include <string_view>

namespace jamhall::live {
namespace {

constexpr std::array<std::string_view, 32> kinds{
    "Amber",  "Ash",   "Birch",  "Bright", "Bronze", "Calm",  "Cedar",  "Copper", "Coral", "Dawn",  "Early",
    "Elm",    "Fern",  "Forest", "Gentle", "Golden", "Hazel", "Indigo", "Ivory",  "Jade",  "Lake",  "Maple",
    "Meadow", "Misty", "Ochre",  "Olive",  "Quiet",  "River", "Rowan",  "Silver", "Swift", "Willow"};
constexpr std::array<std::string_view, 32> birds{
    "Avocet", "Bittern", "Bunting", "Crane",  "Curlew",  "Dipper", "Dove",    "Dunlin",
    "Egret",  "Falcon",  "Finch",   "Gannet", "Goose",   "Grebe",  "Harrier", "Heron",
    "Ibis",   "Jay",     "Kestrel", "Lark",   "Linnet",  "Martin", "Merlin",  "Oriole",
    "Osprey", "Owl",     "Plover",  "Robin",  "Sparrow", "Swan",   "Tern",    "Wren"};

}  // namespace

std::string made_up_name(std::uint32_t number)
{
    const auto drawn = base::random_number();
    std::string made{kinds[drawn % kinds.size()]};
    made += ' ';
    made += birds[(drawn >> 32U) % birds.size()];
    return made + ' ' + std::to_string(number);
}

}  // namespace jamhall::live
