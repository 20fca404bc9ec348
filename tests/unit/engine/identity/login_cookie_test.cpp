// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/login_cookie.hpp"

#include "engine/identity/logins.hpp"

#include <catch2/catch.hpp>

using namespace jamhall::identity;

namespace {

const std::string secret(login_secret_size, 'a');
const std::string other(login_secret_size, 'b');

}  // namespace

TEST_CASE("login cookie: attributes over http and over https", "[identity]")
{
    const login_cookie plain{false};
    CHECK(plain.set(secret, std::chrono::hours{1}) ==
          "jamhall_login=" + secret + "; HttpOnly; SameSite=Lax; Path=/; Max-Age=3600");
    const login_cookie secure{true};
    CHECK(secure.set(secret, std::chrono::hours{1}) ==
          "__Host-jamhall_login=" + secret + "; HttpOnly; SameSite=Lax; Path=/; Max-Age=3600; Secure");
    CHECK(plain.clear() == "jamhall_login=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
}

TEST_CASE("login cookie: its value is found among others", "[identity]")
{
    const login_cookie cookie{false};
    CHECK(cookie.value_in("jamhall_login=" + secret) == secret);
    CHECK(cookie.value_in("theme=dark; jamhall_login=" + secret + "; x=y") == secret);
    CHECK(cookie.value_in("theme=dark;jamhall_login=" + secret) == secret);
    CHECK(cookie.value_in("a; =b; ;jamhall_login = " + secret + " ") == secret);
}

TEST_CASE("login cookie: what cannot be ours is nobody's", "[identity]")
{
    const login_cookie cookie{false};
    for (const std::string& header :
         {std::string{}, std::string{"jamhall_login="}, "jamhall_login=" + secret.substr(1),
          "jamhall_login=" + secret + "a", "xjamhall_login=" + secret, "__Host-jamhall_login=" + secret,
          "JAMHALL_LOGIN=" + secret, "jamhall_login=\"" + secret.substr(2) + "\"",
          "jamhall_login=" + secret.substr(1) + "=", "jamhall_login=" + secret + "; jamhall_login=" + other,
          "jamhall_login=" + secret + "; jamhall_login=bad"})
        CHECK_FALSE(cookie.value_in(header));
    CHECK_FALSE(login_cookie{true}.value_in("jamhall_login=" + secret));
}
