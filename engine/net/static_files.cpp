// SPDX-License-Identifier: Apache-2.0
#include "engine/net/static_files.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/parts.hpp"
#include "engine/base/sha256.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <stdexcept>
#include <utility>

namespace jamhall::net {
namespace {

constexpr std::string_view index_path = "/index.html";
constexpr std::string_view forever = "public, max-age=31536000, immutable";
constexpr std::string_view ask_again = "no-cache";
constexpr std::size_t etag_bytes = 12;

constexpr std::string_view missing_client_page =
    "<!doctype html>\n"
    "<html lang=\"en\">\n"
    "<meta charset=\"utf-8\">\n"
    "<title>Jamhall</title>\n"
    "<h1>The server runs; the web client is not built</h1>\n"
    "<p>Run <code>./scripts/run</code>, or build with <code>cmake --preset release &amp;&amp; "
    "cmake --build --preset release</code>: the client is placed beside the program, in the folder "
    "<code>web_client</code>.</p>\n"
    "<p>Programs can use the <a href=\"/api/v1/openapi.json\">API</a> meanwhile.</p>\n"
    "</html>\n";

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> content_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".csv", "text/csv; charset=utf-8"},
}};

bool is_refused(std::string_view parameters)
{
    const auto q = parameters.find("q=");
    if (q == std::string_view::npos)
        return false;
    const std::string_view weight = base::trimmed(parameters.substr(q + 2));
    return weight.starts_with('0') && weight.find_first_not_of("0.") == std::string_view::npos;
}

/// Addresses that the client routes itself; all of them are the one page.
bool is_routed_by_client(std::string_view path)
{
    return path == "/" || path.starts_with("/j/") || path.starts_with("/jam/") || path == "/join" ||
           path == "/sign-in" || path == "/admin" || path.starts_with("/admin/");
}

std::string read_whole(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (!in)
        throw std::runtime_error{"The web client's file " + file.string() + " cannot be read."};
    return bytes;
}

std::string etag_of(std::string_view bytes)
{
    const auto digest = base::sha256_of(bytes);
    return '"' + base::base64url_of(std::span{digest}.first(etag_bytes)) + '"';
}

}  // namespace

bool accepts_coding(std::string_view accept_encoding, std::string_view coding)
{
    bool by_star = false;
    while (!accept_encoding.empty()) {
        const std::string_view element = base::next_part(accept_encoding, ',');
        const auto semicolon = element.find(';');
        const std::string_view name = base::trimmed(element.substr(0, semicolon));
        const bool is_taken =
            semicolon == std::string_view::npos || !is_refused(element.substr(semicolon + 1));
        if (name == coding)
            return is_taken;
        if (name == "*")
            by_star = is_taken;
    }
    return by_star;
}

bool names_tag(std::string_view if_none_match, std::string_view etag)
{
    while (!if_none_match.empty()) {
        std::string_view element = base::next_part(if_none_match, ',');
        if (element.starts_with("W/"))
            element.remove_prefix(2);
        if (element == etag || element == "*")
            return true;
    }
    return false;
}

std::string_view content_type_of(const std::filesystem::path& file)
{
    const std::string extension = file.extension().string();
    const auto known =
        std::ranges::find(content_types, extension, &decltype(content_types)::value_type::first);
    return known == content_types.end() ? "application/octet-stream" : known->second;
}

static_files::static_files(const std::filesystem::path& folder)
{
    namespace fs = std::filesystem;
    std::size_t total = 0;
    const auto make = [](std::string bytes) {
        std::string etag = etag_of(bytes);
        return representation{std::make_shared<const std::string>(std::move(bytes)), std::move(etag)};
    };

    if (fs::is_directory(folder)) {
        for (const auto& entry : fs::recursive_directory_iterator{folder}) {
            const fs::path& on_disk = entry.path();
            const std::string relative = on_disk.lexically_relative(folder).generic_string();
            // What build tools leave, such as .vite/manifest.json, is nobody's business.
            const bool is_hidden = relative.starts_with('.') || relative.find("/.") != std::string::npos;
            if (is_hidden || !entry.is_regular_file())
                continue;
            total += entry.file_size();
            if (total > size_max)
                throw std::runtime_error{"The web client's folder " + folder.string() + " is too large."};
            const bool is_brotli = on_disk.extension() == ".br";
            const bool is_gzip = on_disk.extension() == ".gz";
            const fs::path named = is_brotli || is_gzip ? fs::path{on_disk}.replace_extension() : on_disk;
            const std::string path = '/' + named.lexically_relative(folder).generic_string();
            file& f = files_[path];
            f.content_type = content_type_of(named);
            f.cache_control = path.starts_with("/assets/") ? forever : ask_again;
            representation r = make(read_whole(on_disk));
            if (is_brotli)
                f.brotli = std::move(r);
            else if (is_gzip)
                f.gzip = std::move(r);
            else
                f.plain = std::move(r);
        }
        std::erase_if(files_, [](const auto& entry) { return !entry.second.plain.body; });
    }
    if (!files_.contains(std::string{index_path})) {
        file page{std::string{content_type_of("index.html")},
                  ask_again,
                  make(std::string{missing_client_page}),
                  {},
                  {}};
        files_.emplace(index_path, std::move(page));
    }
}

std::optional<reply> static_files::find(const file_request& asked) const
{
    auto found = files_.find(std::string{asked.path});
    if (found == files_.end() && is_routed_by_client(asked.path))
        found = files_.find(std::string{index_path});
    if (found == files_.end())
        return std::nullopt;
    return answer(found->second, asked);
}

reply static_files::answer(const file& f, const file_request& asked) const
{
    const representation* chosen = &f.plain;
    std::string_view coding;
    if (f.brotli && accepts_coding(asked.accept_encoding, "br")) {
        chosen = &*f.brotli;
        coding = "br";
    } else if (f.gzip && accepts_coding(asked.accept_encoding, "gzip")) {
        chosen = &*f.gzip;
        coding = "gzip";
    }

    const bool is_known = names_tag(asked.if_none_match, chosen->etag);
    reply made = empty_reply(is_known ? http::status::not_modified : http::status::ok);
    made.set(http::field::etag, chosen->etag);
    made.set(http::field::cache_control, f.cache_control);
    if (f.brotli || f.gzip)
        made.set(http::field::vary, "Accept-Encoding");
    if (is_known)
        return made;
    made.set(http::field::content_type, f.content_type);
    if (!coding.empty())
        made.set(http::field::content_encoding, coding);
    made.body = chosen->body;
    return made;
}

}  // namespace jamhall::net
