// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/backup_manifest.hpp"
#include "sessions/core/instant.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jamhall::app {

/// The disk under the data folder.
struct disk_facts {
    std::uint64_t free_bytes = 0;
    std::uint64_t size_bytes = 0;
    std::string kind;  ///< "ext4"; a number where it is none we know
    bool is_of_network = false;
    bool is_in_memory = false;
    std::optional<double> sync_ms;  ///< the middle one of some small writes with their sync
    std::string sync_fault;         ///< why there is none
};

/// A file or folder that others may read.
struct open_path {
    std::string path;
    unsigned mode = 0;
};

struct clock_facts {
    std::optional<bool> is_synchronised;  ///< as the kernel says
    sessions::instant now;
    sessions::instant newest;  ///< the latest time anything in the data folder carries
    std::string newest_path;
};

/// A hall's file as it is found.
struct file_facts {
    std::string file;
    std::int64_t format = 0;
    std::int64_t format_known = 0;
    std::string problem;  ///< why it cannot be read
};

struct backup_facts {
    std::size_t jams = 0;  ///< in the data folder
    std::optional<codec::backup_mark> last;
    std::string problem{};  ///< why what is noted of it cannot be read
};

struct library_facts {
    std::string running;
    int running_number = 0;
    int built_with_number = 0;
    bool is_threadsafe = true;
};

/// What became of headers that name a made-up account, sent through the proxy.
enum class forged_account : std::uint8_t {
    untried,
    taken_away,
    let_through,
    unclear,  ///< the proxy answered itself
};

/// What a request to the public address came to.
struct address_facts {
    std::string url;
    bool is_asked = false;
    std::string fault;  ///< why nothing came
    unsigned status = 0;
    bool is_jamhall = false;
    std::vector<std::string> missing_headers;
    unsigned live_status = 0;             ///< what a WebSocket upgrade for no jam is answered
    std::optional<int> certificate_days;  ///< how long it is still good
    forged_account forged = forged_account::untried;
};

/// What is wrong with the certificate that the hall itself serves.
struct certificate_trouble {
    bool keeps_people_out = false;
    std::string says;
};

struct facts {
    std::filesystem::path data;
    std::string data_fault;  ///< why it cannot be looked at; then nothing of it is known
    std::optional<disk_facts> disk;
    std::vector<open_path> open_paths;
    std::optional<clock_facts> clock;
    std::vector<file_facts> files;
    std::optional<backup_facts> backup;
    std::optional<library_facts> library;
    std::uint64_t open_files_max = 0;
    std::optional<address_facts> address;
    std::optional<std::vector<certificate_trouble>> certificate;  ///< nothing: the hall speaks no TLS
    bool sends_mail = false;
    std::string mail_fault;  ///< why the mail server could not be signed in to
};

enum class severity : std::uint8_t { good, note, bad };

/// One thing that was looked at: what was found and, unless it is good, what to do about it.
struct finding {
    std::string check;
    severity how = severity::good;
    std::string says;
    std::string advice;

    friend bool operator==(const finding&, const finding&) = default;
};

/// Judges what was found. Pure.
std::vector<finding> judge(const facts& found);

}  // namespace jamhall::app
