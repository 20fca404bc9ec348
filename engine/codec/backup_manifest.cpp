// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/backup_manifest.hpp"

#include "engine/base/encoding.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/object_in.hpp"

#include <algorithm>
#include <limits>

namespace jamhall::codec {
namespace {

constexpr std::int64_t manifest_version = 1;
constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;
/// 10,000 jams.
constexpr json_limits manifest_limits{.size_max = 8 * 1024 * 1024, .depth_max = 8};

base::sha256_digest digest_in(object_in& in, std::string_view name)
{
    base::sha256_digest read{};
    const auto bytes = base::bytes_of_hex(in.string(name));
    if (bytes && bytes->size() == read.size())
        std::ranges::copy(*bytes, read.begin());
    else
        in.note(name, "is no SHA-256 in lower hexadecimal");
    return read;
}

/// "hall.db" or "jams/" and one name of letters, digits, hyphens and dots: never a way out of the folder.
bool is_file_of_a_hall(std::string_view file)
{
    constexpr std::string_view folder = "jams/";
    constexpr std::string_view ending = ".jam";
    if (file == "hall.db")
        return true;
    if (!file.starts_with(folder) || !file.ends_with(ending) || file.size() <= folder.size() + ending.size())
        return false;
    const auto name = file.substr(folder.size(), file.size() - folder.size() - ending.size());
    return std::ranges::all_of(
        name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string file_in(object_in& in)
{
    std::string file{in.string("file")};
    if (!is_file_of_a_hall(file))
        in.note("file", "is no file of a hall");
    return file;
}

backed_up_file backed_up_in(json_value value, const std::string& pointer, faults& found)
{
    object_in in{value, pointer, found};
    backed_up_file read;
    read.file = file_in(in);
    read.bytes = static_cast<std::uint64_t>(in.integer("bytes", {0, integer_max}));
    read.sha256 = digest_in(in, "sha256");
    read.format =
        static_cast<std::uint32_t>(in.integer("format", {0, std::numeric_limits<std::int32_t>::max()}));
    if (read.file != "hall.db") {
        read.offset = {static_cast<std::uint64_t>(in.integer("offset", {0, integer_max}))};
        read.at = {in.integer("at_ms", {0, integer_max})};
        read.head = digest_in(in, "head");
    }
    in.finish();
    return read;
}

template <class T>
decoded<T> judged(T&& read, const faults& found)
{
    if (!found.empty())
        return found.front();
    return std::forward<T>(read);
}

}  // namespace

std::string encode_manifest(const backup_manifest& made)
{
    std::string text;
    json_out out{text};
    out.begin_object()
        .member("jamhall_backup", manifest_version)
        .member("made_at_ms", made.made_at.ms)
        .member("program", made.program)
        .name("files")
        .begin_array();
    for (const auto& f : made.files) {
        out.begin_object()
            .member("file", f.file)
            .member("bytes", f.bytes)
            .member("sha256", base::hex_of(f.sha256))
            .member("format", f.format);
        if (f.file != "hall.db")
            out.member("offset", f.offset.value)
                .member("at_ms", f.at.ms)
                .member("head", base::hex_of(f.head));
        out.end_object();
    }
    out.end_array().name("left_out").begin_array();
    for (const auto& [file, why] : made.left_out)
        out.begin_object().member("file", file).member("why", why).end_object();
    out.end_array().end_object();
    return text + '\n';
}

decoded<backup_manifest> decode_manifest(std::string_view text)
{
    const auto read = json_document::parse(text, manifest_limits);
    if (!read)
        return read.error();
    faults found;
    object_in in{read->root(), "", found};
    const auto version = in.integer("jamhall_backup", {1, integer_max});
    if (found.empty() && version > manifest_version)
        return fault{"/jamhall_backup", "is of a newer Jamhall (" + std::to_string(version) + ")"};
    backup_manifest made;
    made.made_at = {in.integer("made_at_ms", {0, integer_max})};
    made.program = in.string("program");
    std::size_t at = 0;
    if (const auto files = in.array("files"))
        for (const auto file : *files)
            made.files.push_back(backed_up_in(file, pointer_to(in.pointer("files"), at++), found));
    at = 0;
    if (const auto files = in.array("left_out"))
        for (const auto file : *files) {
            object_in one{file, pointer_to(in.pointer("left_out"), at++), found};
            made.left_out.push_back({file_in(one), std::string{one.string("why")}});
            one.finish();
        }
    in.finish();
    return judged(std::move(made), found);
}

std::string encode_mark(const backup_mark& made)
{
    std::string text;
    json_out out{text};
    out.begin_object()
        .member("made_at_ms", made.made_at.ms)
        .member("jams", made.jams)
        .member("whole", made.is_whole)
        .member("folder", made.folder)
        .end_object();
    return text + '\n';
}

decoded<backup_mark> decode_mark(std::string_view text)
{
    const auto read = json_document::parse(text);
    if (!read)
        return read.error();
    faults found;
    object_in in{read->root(), "", found};
    backup_mark made;
    made.made_at = {in.integer("made_at_ms", {0, integer_max})};
    made.jams = static_cast<std::uint32_t>(in.integer("jams", {0, std::numeric_limits<std::int32_t>::max()}));
    made.is_whole = in.boolean("whole");
    made.folder = in.string("folder");
    in.finish();
    return judged(std::move(made), found);
}

}  // namespace jamhall::codec
