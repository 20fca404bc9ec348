// SPDX-License-Identifier: Apache-2.0
#include "engine/base/encoding.hpp"
#include "engine/codec/json_in.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/object_in.hpp"
#include "engine/store/erasing.hpp"
#include "engine/store/files.hpp"
#include "sessions/core/limits.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace jamhall::store {
namespace {

constexpr std::string_view list_extension = ".erasures";
constexpr std::int64_t list_version = 1;
/// A line of a jam with very many people.
constexpr std::size_t line_bytes_max = 256 * 1024 * 1024;

template <class Id>
void append_ids(codec::json_out& out, std::string_view name, const std::vector<Id>& ids)
{
    out.name(name).begin_array();
    for (const auto id : ids)
        out.value(id.value);
    out.end_array();
}

std::string written(const erasure_line& line)
{
    std::string made;
    codec::json_out out{made};
    out.begin_object()
        .member("v", list_version)
        .member("offset", line.offset.value)
        .member("at_ms", line.at.ms);
    append_ids(out, "posts", line.posts);
    append_ids(out, "identities", line.identities);
    append_ids(out, "people", line.people);
    out.name("texts").begin_array();
    for (const auto& text : line.texts) {
        out.begin_object().member("offset", text.offset.value).member("field", text.field);
        out.member("mark", base::hex_of(text.mark)).end_object();
    }
    out.end_array().end_object();
    made += '\n';
    return made;
}

template <class Id>
std::vector<Id> read_ids(codec::object_in& in, std::string_view name)
{
    std::vector<Id> made;
    if (const auto items = in.array(name))
        for (const codec::json_value each : *items)
            made.push_back(Id{static_cast<typename Id::rep>(
                codec::integer_in(each, codec::object_in::id_bounds<Id>(), in.pointer(name), in.found()))});
    return made;
}

sessions::log_offset read_offset(codec::object_in& in)
{
    return {static_cast<std::uint64_t>(in.integer("offset", {1, sessions::limits::wire_integer_max}))};
}

erased_text read_text(codec::object_in& in)
{
    erased_text made;
    made.offset = read_offset(in);
    made.field = in.string("field");
    const auto mark = base::bytes_of_hex(in.string("mark"));
    if (mark && mark->size() == made.mark.size())
        std::ranges::copy(*mark, made.mark.begin());
    else
        in.note("mark", "must be the half of a hash in hexadecimal");
    return made;
}

/// Nothing where the line is none.
std::optional<erasure_line> read_line(std::string_view text)
{
    const auto document = codec::json_document::parse(text, {.size_max = line_bytes_max, .depth_max = 8});
    if (!document)
        return std::nullopt;
    codec::faults found;
    codec::object_in in{document->root(), "", found};
    erasure_line made;
    in.integer("v", {list_version, list_version});
    made.offset = read_offset(in);
    made.at = in.instant("at_ms");
    made.posts = read_ids<sessions::post_id>(in, "posts");
    made.identities = read_ids<sessions::person_id>(in, "identities");
    made.people = read_ids<sessions::person_id>(in, "people");
    if (const auto texts = in.array("texts"))
        for (const codec::json_value each : *texts) {
            codec::object_in item{each, in.pointer("texts"), found};
            made.texts.push_back(read_text(item));
            item.finish();
        }
    in.finish();
    return found.empty() ? std::optional{std::move(made)} : std::nullopt;
}

[[noreturn]] void fail_reading(const std::filesystem::path& list)
{
    throw store_error{store_fault::io, list.string() + ": this cannot be read"};
}

/// Not open where there is no list. What is there and cannot be read is never taken for that: what it names would be kept.
std::ifstream open_list(const std::filesystem::path& list, std::ios::openmode how = std::ios::in)
{
    std::ifstream from{list, std::ios::binary | how};
    std::error_code unknown;
    if (!from &&
        std::filesystem::symlink_status(list, unknown).type() != std::filesystem::file_type::not_found)
        fail_reading(list);
    return from;
}

/// Whether something of a line stands in the jam's file yet. Not where that cannot be read, for rather one line too many than one
/// too few.
bool is_pending(const erasure_line& line, const std::filesystem::path& jam)
{
    try {
        auto on = database::open(jam, access::read);
        return !still_there(on, line.texts).empty();
    } catch (const store_error&) {
        return false;
    }
}

[[noreturn]] void fail_understanding(const std::filesystem::path& list, const std::string& which)
{
    throw store_error{store_fault::damaged, list.string() + ": " + which};
}

}  // namespace

std::filesystem::path erasure_list_of(const std::filesystem::path& jam_file)
{
    return jam_file.parent_path().parent_path() / "erasures" /
           (jam_file.stem().string() + std::string{list_extension});
}

std::filesystem::path heads_file_of(const std::filesystem::path& jam_file)
{
    return jam_file.parent_path().parent_path() / "heads" / (jam_file.stem().string() + ".heads");
}

bool is_same_erasure(const erasure_line& one, const erasure_line& other)
{
    auto later = other;
    later.at = one.at;
    return later == one;
}

void add_to_list(const std::filesystem::path& list, const erasure_line& line)
{
    create_private_folder(list.parent_path());
    if (const auto last = last_of_list(list); last && is_same_erasure(*last, line))
        return rewrite_end(list, written(line).size());
    append_private_file(list, written(line));
}

std::vector<erasure_line> read_list(const std::filesystem::path& list)
{
    std::vector<erasure_line> lines;
    auto from = open_list(list);
    std::string text;
    for (std::size_t number = 1; std::getline(from, text); ++number) {
        auto line = read_line(text);
        if (line)
            lines.push_back(std::move(*line));
        else if (!from.eof())
            fail_understanding(list, "line " + std::to_string(number) + " is no erasure");
    }
    if (from.bad())
        fail_reading(list);
    return lines;
}

std::optional<erasure_line> last_of_list(const std::filesystem::path& list)
{
    constexpr std::streamoff first_piece = 64 * 1024;
    const auto whole_line = [&list](std::string_view text) {
        auto line = read_line(text);
        if (!line)
            fail_understanding(list, "the last line is no erasure");
        return line;
    };
    auto from = open_list(list, std::ios::ate);
    std::streamoff begin = from ? std::streamoff{from.tellg()} : 0;
    if (begin < 0)
        fail_reading(list);
    std::string tail;
    for (auto piece = first_piece; begin > 0; piece *= 2) {
        const auto size = std::min(begin, piece);
        begin -= size;
        std::string before(static_cast<std::size_t>(size), '\0');
        from.seekg(begin);
        if (!from.read(before.data(), size))
            fail_reading(list);
        tail.insert(0, before);
        // Behind the last line break stands at most what a crash cut short.
        const auto end = tail.rfind('\n');
        const auto start =
            end == std::string::npos || end == 0 ? std::string::npos : tail.rfind('\n', end - 1);
        if (start != std::string::npos)
            return whole_line(std::string_view{tail}.substr(start + 1, end - start - 1));
        if (begin == 0 && end != std::string::npos)
            return whole_line(std::string_view{tail}.substr(0, end));
    }
    return std::nullopt;
}

std::vector<std::filesystem::path> lists_in(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> lists;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == list_extension)
            lists.push_back(entry.path());
    std::ranges::sort(lists);
    return lists;
}

void join_list(const std::filesystem::path& from, const std::filesystem::path& into,
               const std::filesystem::path& jam)
{
    auto lines = read_list(from);
    // Before another is listed, one that failed is taken back: only the last can be open.
    if (!jam.empty() && !lines.empty() && is_pending(lines.back(), jam))
        lines.pop_back();
    const auto known = read_list(into);
    std::erase_if(lines, [&](const auto& line) { return std::ranges::find(known, line) != known.end(); });
    std::string more;
    for (const auto& line : lines)
        more += written(line);
    if (!more.empty())
        append_private_file(into, more);
}

void join_lists(const std::filesystem::path& from, const std::filesystem::path& into)
{
    create_private_folder(into);
    for (const auto& list : lists_in(from))
        join_list(list, into / list.filename());
}

}  // namespace jamhall::store
