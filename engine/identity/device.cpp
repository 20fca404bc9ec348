// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/device.hpp"

#include <array>
#include <utility>

namespace jamhall::identity {
namespace {

using mark = std::pair<std::string_view, std::string_view>;

// The first that is found counts: many browsers also name those they descend from.
constexpr std::array<mark, 8> browsers{{{"Edg", "Edge"},
                                        {"OPR/", "Opera"},
                                        {"SamsungBrowser/", "Samsung Internet"},
                                        {"Firefox/", "Firefox"},
                                        {"FxiOS/", "Firefox"},
                                        {"CriOS/", "Chrome"},
                                        {"Chrome/", "Chrome"},
                                        {"Safari/", "Safari"}}};
constexpr std::array<mark, 7> devices{{{"iPhone", "an iPhone"},
                                       {"iPad", "an iPad"},
                                       {"Android", "Android"},
                                       {"CrOS", "a Chromebook"},
                                       {"Windows", "Windows"},
                                       {"Macintosh", "a Mac"},
                                       {"Linux", "Linux"}}};

template <std::size_t N>
std::string_view first_in(const std::array<mark, N>& marks, std::string_view text, std::string_view otherwise)
{
    for (const auto& [found, name] : marks)
        if (text.find(found) != std::string_view::npos)
            return name;
    return otherwise;
}

}  // namespace

std::string device_of(std::string_view user_agent)
{
    std::string made{first_in(browsers, user_agent, "another browser")};
    made += " on ";
    made += first_in(devices, user_agent, "another device");
    return made;
}

}  // namespace jamhall::identity
