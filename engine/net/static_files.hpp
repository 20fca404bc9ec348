// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/net/reply.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace jamhall::net {

/// What a client said about the file it wants.
struct file_request {
    std::string_view path;  ///< as sent; files have plain names, so nothing is decoded
    std::string_view accept_encoding;
    std::string_view if_none_match;
};

/// The web client, read whole into memory at the start: a request can only name what was there then, so
/// no path leads out of the folder.
/// Runs on: any worker; it never changes.
class static_files {
public:
    /// Loads every file below the folder. A folder that is not there gives a page that says how to
    /// build the client. Errors: throws std::runtime_error when a file cannot be read or all are
    /// larger than size_max together.
    explicit static_files(const std::filesystem::path& folder);

    /// The file, the application's page for an address that the client routes itself, or nothing.
    std::optional<reply> find(const file_request& asked) const;

    std::size_t count() const { return files_.size(); }

    static constexpr std::size_t size_max = 256 * 1024 * 1024;

private:
    struct representation {
        std::shared_ptr<const std::string> body;
        std::string etag;
    };
    struct file {
        std::string content_type;
        std::string_view cache_control;
        representation plain;
        std::optional<representation> brotli;
        std::optional<representation> gzip;
    };

    reply answer(const file& f, const file_request& asked) const;

    std::unordered_map<std::string, file> files_;
};

/// Whether Accept-Encoding takes this coding (RFC 9110 section 12.5.3); `*` counts, q=0 refuses.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

/// Whether If-None-Match names this entity tag, compared weakly (RFC 9110 section 13.1.2).
bool names_tag(std::string_view if_none_match, std::string_view etag);

/// The media type that goes with a file's name.
std::string_view content_type_of(const std::filesystem::path& file);

}  // namespace jamhall::net
