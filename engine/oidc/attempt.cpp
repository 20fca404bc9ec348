// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/attempt.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/oidc/sealing.hpp"

#include <charconv>
#include <vector>

namespace jamhall::oidc {
namespace {

constexpr std::size_t verifier_bytes = 32;
constexpr std::size_t nonce_bytes = 16;
constexpr std::size_t state_size_max = 1'024;
constexpr std::size_t parts_count = 5;

/// A character that none of the parts can hold.
constexpr char between = '\n';

std::string written(const attempt& what)
{
    std::string text = what.provider;
    for (const std::string& part : {what.jam ? what.jam->str() : std::string{}, what.verifier, what.nonce,
                                    std::to_string(what.begun_at.ms)})
        text += between + part;
    return text;
}

std::vector<std::string> parts_of(std::string_view text)
{
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(between);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<attempt> read(std::string_view text)
{
    const auto parts = parts_of(text);
    if (parts.size() != parts_count)
        return std::nullopt;
    attempt made{parts[0], sessions::slug::parse(parts[1]), parts[2], parts[3], {}};
    std::from_chars(parts[4].data(), parts[4].data() + parts[4].size(), made.begun_at.ms);
    return made;
}

sessions::duration lasting()
{
    return std::chrono::duration_cast<sessions::duration>(attempt_lasts);
}

std::string_view text_in(const std::vector<std::uint8_t>& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

attempt new_attempt(std::string provider, std::optional<sessions::slug> jam, sessions::instant now)
{
    return {std::move(provider), jam, base::base64url_of(base::random_bytes<verifier_bytes>()),
            base::base64url_of(base::random_bytes<nonce_bytes>()), now};
}

attempt_seal::attempt_seal(std::size_t remembered_max)
    : remembered_max_{remembered_max}, key_{base::random_bytes<key_size>()}
{
}

std::string attempt_seal::seal(const attempt& what, std::string_view browser) const
{
    const std::string closed = sealed(key_, written(what), browser);
    return base::base64url_of({reinterpret_cast<const std::uint8_t*>(closed.data()), closed.size()});
}

std::optional<attempt> attempt_seal::look_into(std::string_view state, std::string_view browser) const
{
    if (state.size() > state_size_max)
        return std::nullopt;
    const auto closed = base::bytes_of_base64url(state);
    const auto text = closed ? unsealed(key_, text_in(*closed), browser) : std::nullopt;
    return text ? read(*text) : std::nullopt;
}

std::optional<attempt> attempt_seal::open_once(std::string_view state, std::string_view browser,
                                               sessions::instant now)
{
    auto opened = look_into(state, browser);
    const bool is_in_time =
        opened && now >= opened->begun_at - lasting() && now - opened->begun_at < lasting();
    if (!is_in_time || !use_up(base::sha256_of(state), opened->begun_at, now))
        return std::nullopt;
    return opened;
}

bool attempt_seal::use_up(const base::sha256_digest& state, sessions::instant begun_at, sessions::instant now)
{
    const std::lock_guard held{guard_};
    // What was begun longer ago than an attempt lasts can no longer be opened anyway.
    while (!used_.empty() && now - used_.begin()->first >= lasting())
        used_.erase(used_.begin());
    if (!used_.emplace(begun_at, state).second)
        return false;
    if (used_.size() > remembered_max_)
        used_.erase(used_.begin());
    return true;
}

}  // namespace jamhall::oidc
