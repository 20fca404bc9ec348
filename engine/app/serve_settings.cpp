// SPDX-License-Identifier: Apache-2.0
#include "engine/app/serve_settings.hpp"

#include "engine/app/files.hpp"
#include "engine/app/refusal.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <thread>

namespace jamhall::app {
namespace {

constexpr std::size_t config_size_max = 64 * 1024;
constexpr std::int64_t workers_max = 64;

[[noreturn]] void refuse(std::string_view name, const toml::source_region& at, std::string_view why)
{
    throw refusal{fmt::format("{}, line {}: {}.", name, at.begin.line, why)};
}

std::string text_in(const toml::node& value, std::string_view name, std::string_view key)
{
    const auto text = value.value_exact<std::string>();
    if (!text)
        refuse(name, value.source(), fmt::format("{} is a text in quotes", key));
    return *text;
}

}  // namespace

serve_command read_config(std::string_view toml, std::string_view name)
{
    serve_command read;
    toml::table table;
    try {
        table = toml::parse(toml, name);
    } catch (const toml::parse_error& fault) {
        refuse(name, fault.source(), fault.description());
    }
    for (const auto& [key, value] : table) {
        if (key == "listen") {
            read.listen = text_in(value, name, "listen");
            if (!parse_listen_address(*read.listen))
                refuse(name, value.source(), "listen is HOST:PORT");
        } else if (key == "public_url") {
            read.public_url = text_in(value, name, "public_url");
        } else if (key == "data") {
            read.data = text_in(value, name, "data");
        } else if (key == "workers") {
            const auto count = value.value_exact<std::int64_t>();
            if (!count || *count < 1 || *count > workers_max)
                refuse(name, value.source(), fmt::format("workers is a number from 1 to {}", workers_max));
            read.workers = static_cast<std::uint32_t>(*count);
        } else {
            refuse(name, key.source(), fmt::format("unknown setting {}", key.str()));
        }
    }
    return read;
}

serve_settings settings_of(const serve_command& asked)
{
    serve_command file;
    if (asked.config)
        file = read_config(read_file(*asked.config, config_size_max), *asked.config);
    serve_settings made;
    if (const auto& listen = asked.listen ? asked.listen : file.listen)
        made.listen = parse_listen_address(*listen).value();
    made.public_url = asked.public_url.value_or(file.public_url.value_or(""));
    made.data = asked.data.value_or(file.data.value_or("jamhall-data"));
    made.workers = asked.workers.value_or(file.workers.value_or(workers_by_default()));
    return made;
}

std::uint32_t workers_by_default()
{
    return std::clamp(std::thread::hardware_concurrency(), 1U, static_cast<unsigned>(workers_max));
}

}  // namespace jamhall::app
