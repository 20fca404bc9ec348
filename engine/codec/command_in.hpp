// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/base/local_time.hpp"
#include "engine/base/sha256.hpp"
#include "sessions/core/ids.hpp"
#include "sessions/core/instant.hpp"
#include "sessions/core/outcome.hpp"
#include "sessions/core/slug.hpp"
#include "sessions/model/command.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace jamhall::codec {

/// Commands about one socket or one person's private state; the log never hears of them (rule PE2).
struct watch {
    /// Feed as written and the last offset seen; none = from now.
    std::vector<std::pair<std::string, std::optional<sessions::log_offset>>> feeds;
};

struct unwatch {
    std::vector<std::string> feeds;
};

struct saw_posts {
    std::vector<sessions::post_id> posts;
};

/// Exactly one of post and forum is there.
struct follow {
    sessions::post_id post;
    std::optional<sessions::slug> forum;
};

struct unfollow {
    sessions::post_id post;
    std::optional<sessions::slug> forum;
};

struct mark_read {
    std::string feed;
    sessions::log_offset offset;
};

/// Which case of the queue this desk has open; 0: none. Ephemeral: it ends with the socket.
struct look_at {
    sessions::post_id post;
};

/// Everything a client may ask (contract section 6). A sessions::command from here is never one of the
/// hall's own.
using client_command =
    std::variant<sessions::command, watch, unwatch, saw_posts, follow, unfollow, mark_read, look_at>;

/// What makes a retry safe: the client's key, and what it was sent with.
struct retry_key {
    std::string key;
    base::sha256_digest digest{};  ///< of the canonical command without `ref` and `key`; see command_out.hpp

    friend bool operator==(const retry_key&, const retry_key&) = default;
};

/// One frame or HTTP body, decoded: what is asked, or the refusal to answer it with.
struct client_frame {
    std::string ref = "null";  ///< as raw JSON, echoed; null when there is none
    std::optional<retry_key> key;
    sessions::outcome<client_command> asked;
};

struct command_limits {
    std::size_t text_max = 5'000;  ///< the plan's, in code points
    bool needs_ref = true;         ///< on a socket all but saw_posts carry one; over HTTP none need to
    const base::zone_resolver* zones = nullptr;  ///< for a changed plan; none: plans cannot be changed here
    sessions::instant now{};                     ///< what "now" stands for in a plan
};

inline constexpr std::size_t frame_size_max = 64 * 1024;
inline constexpr std::size_t key_length_max = 64;
inline constexpr std::size_t feeds_per_frame_max = 200;
inline constexpr std::size_t posts_per_frame_max = 1'000;

/// Reads one command. Never throws for what somebody sent: a frame that is not a JSON object is asked =
/// bad_json, an unknown `do` unknown_command, anything else wrong bad_field or text_too_long.
/// Runs on: any worker.
client_frame decode_frame(std::string_view text, const command_limits& limits);

}  // namespace jamhall::codec
