// SPDX-License-Identifier: Apache-2.0
#include "engine/app/example_jam.hpp"

#include "engine/app/example_files.hpp"
#include "engine/clock/zones.hpp"
#include "engine/codec/csv_in.hpp"
#include "engine/codec/plan_in.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace jamhall::app {
namespace {

/// First and last names of the roster.
std::pair<std::vector<std::string>, std::vector<std::string>> names_of_roster()
{
    std::pair<std::vector<std::string>, std::vector<std::string>> names;
    codec::csv_in read{example_file("roster.csv")};
    codec::csv_record line;
    read.next(line);  // the header
    while (read.next(line)) {
        const std::string& name = line.fields.at(1);
        names.first.push_back(name.substr(0, name.find(' ')));
        names.second.push_back(name.substr(name.find(' ') + 1));
    }
    return names;
}

}  // namespace

std::string_view example_file(std::string_view name)
{
    const auto found = std::ranges::find(example_files, name, [](const auto& file) { return file.first; });
    if (found == example_files.end())
        throw std::out_of_range{"no such example file: " + std::string{name}};
    return found->second;
}

sessions::plan example_plan(sessions::instant now)
{
    return codec::decode_plan(example_file("plan.json"), clock::system_zones(), now).value();
}

std::string example_roster(std::size_t people)
{
    constexpr std::array wards{"Abbey", "Castle", "Millside", "Northgate", "Riverside"};
    std::string csv{example_file("roster.csv")};
    const auto [first, last] = names_of_roster();
    for (std::size_t i = first.size(); i < people; ++i) {
        const std::string& given = first[i % first.size()];
        const std::string& family = last[(i * 7 + i / first.size()) % last.size()];
        csv += fmt::format("neighbour.{}@thornmere.example,{} {},participant,,residents,,{}\n", i + 1, given,
                           family, wards[i % wards.size()]);
    }
    return csv;
}

std::size_t people_needed(std::size_t crowd)
{
    constexpr std::size_t written = 60;
    constexpr std::size_t bystanders = 20;  // invited, and never seen
    return std::max(written, crowd + bystanders);
}

}  // namespace jamhall::app
