// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/mail_sign_in.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/identity/logins.hpp"
#include "engine/identity/stored.hpp"
#include "engine/identity/tokens.hpp"

#include <utility>

namespace jamhall::identity {
namespace {

constexpr std::size_t browser_secret_bytes = 32;
constexpr std::uint64_t codes = 1'000'000;

}  // namespace

std::string make_mail_code()
{
    // What is above the last whole million of the generator's range would make some codes likelier.
    constexpr std::uint64_t fair = UINT64_MAX - UINT64_MAX % codes;
    std::uint64_t drawn = base::random_number();
    while (drawn >= fair)
        drawn = base::random_number();
    std::string made = std::to_string(drawn % codes);
    return std::string(6 - made.size(), '0') + made;
}

base::sha256_digest mail_sign_in::code_hash(const base::sha256_digest& browser, std::string_view code) const
{
    return base::sha256{}.add("jamhall.mail_code.v1").add(key_).add(browser).add(code).finish();
}

base::task<std::optional<std::string>> mail_sign_in::ask(std::string email, std::optional<sessions::slug> jam,
                                                         sessions::instant now)
{
    std::string browser = base::base64url_of(base::random_bytes<browser_secret_bytes>());
    store::mail_request asked;
    asked.email = std::move(email);
    asked.jam = std::move(jam);
    asked.browser_hash = hash_of(browser);
    asked.asked_at = now;
    asked.expires_at = now + std::chrono::duration_cast<sessions::duration>(mail_lasts);
    bool is_taken = false;
    const stored_job put{[&] { is_taken = kept_.ask(asked, limits_); }};
    co_await stored(writer_, put);
    if (!is_taken)
        co_return std::nullopt;
    co_return browser;
}

base::task<std::optional<mail_secrets>> mail_sign_in::draw(std::int64_t request, sessions::instant now)
{
    const fresh_secret link = make_token();
    mail_secrets drawn{link.text, make_mail_code()};
    bool is_armed = false;
    const stored_job arm{[&] {
        // The browser's hash comes from the row, so the hash of the code is made in a second step.
        const auto found = kept_.arm(request, link.hash, base::sha256_digest{}, now);
        is_armed = found && kept_.arm(request, link.hash, code_hash(found->browser_hash, drawn.code), now);
    }};
    co_await stored(writer_, arm);
    if (!is_armed)
        co_return std::nullopt;
    co_return drawn;
}

base::task<std::optional<store::mail_request>> mail_sign_in::spend_link(std::string link, std::string browser,
                                                                        sessions::instant now)
{
    std::optional<store::mail_request> spent;
    const stored_job spend{[&] { spent = kept_.spend_link(hash_of(link), hash_of(browser), now); }};
    co_await stored(writer_, spend);
    co_return spent;
}

base::task<std::optional<store::mail_request>> mail_sign_in::spend_code(std::string code, std::string browser,
                                                                        sessions::instant now)
{
    std::optional<store::mail_request> spent;
    const auto hash = hash_of(browser);
    const stored_job spend{[&] { spent = kept_.spend_code(code_hash(hash, code), hash, now, limits_); }};
    co_await stored(writer_, spend);
    co_return spent;
}

base::task<> mail_sign_in::put_back(std::int64_t request)
{
    const stored_job put{[this, request] { kept_.put_back(request); }};
    co_await stored(writer_, put);
}

}  // namespace jamhall::identity
