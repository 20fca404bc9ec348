// SPDX-License-Identifier: Apache-2.0
#include "engine/base/log.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace jamhall::base {
namespace {

constexpr std::size_t word_size_max = 200;

spdlog::logger& logger()
{
    static const auto made = [] {
        auto fresh =
            std::make_shared<spdlog::logger>("jamhall", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        fresh->set_formatter(std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                                                                         spdlog::pattern_time_type::utc));
        fresh->set_level(spdlog::level::info);
        fresh->flush_on(spdlog::level::warn);
        return fresh;
    }();
    return *made;
}

spdlog::level::level_enum spdlog_level(log_level level)
{
    switch (level) {
    case log_level::debug: return spdlog::level::debug;
    case log_level::info: return spdlog::level::info;
    case log_level::warning: return spdlog::level::warn;
    case log_level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

void append_word(std::string& line, std::string_view word)
{
    for (const char c : word.substr(0, word_size_max)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F || c == '\\')
            fmt::format_to(std::back_inserter(line), "\\x{:02x}", byte);
        else
            line += c;
    }
    if (word.size() > word_size_max)
        line += "...";
}

struct value_appender {
    std::string& line;

    void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(line), "{}", number); }
    void operator()(bool yes) const { line += yes ? "yes" : "no"; }
    void operator()(std::string_view word) const { append_word(line, word); }
};

}  // namespace

void log(log_level level, std::string_view what, std::initializer_list<log_field> fields)
{
    auto& to = logger();
    if (!to.should_log(spdlog_level(level)))
        return;
    std::string line;
    append_word(line, what);
    for (const log_field& field : fields) {
        line += ' ';
        line += field.name;
        line += '=';
        std::visit(value_appender{line}, field.value);
    }
    to.log(spdlog_level(level), "{}", line);
}

void set_log_level(log_level lowest)
{
    logger().set_level(spdlog_level(lowest));
}

}  // namespace jamhall::base
