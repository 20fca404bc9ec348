// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/jws.hpp"

#include "engine/base/encoding.hpp"
#include "tests/unit/engine/codec/shared_data.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using namespace jamhall;
using namespace jamhall::oidc;
using nlohmann::json;

namespace {

std::string base64url(std::string_view text)
{
    return base::base64url_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string set_of(const json& key)
{
    return key.contains("keys") ? key.dump() : json{{"keys", {key}}}.dump();
}

/// What verifies in a group: its public key, or where it has none the shared one.
std::string keys_of(const json& group)
{
    return set_of(group.contains("public") ? group["public"] : group["private"]);
}

bool is_accepted(const std::string& keys, const std::string& token)
{
    const auto read = key_set::parse(keys);
    return read && verified_payload(token, *read);
}

/// The algorithm of a key or set with a single public key, when it is one of ours.
bool is_supported(const json& group)
{
    const json none = json::object();
    const json& shown = group.contains("public") ? group["public"] : none;
    const json& key = shown.contains("keys") ? shown["keys"][0] : shown;
    return algorithm_called(key.value("alg", "")).has_value();
}

struct tally {
    int played = 0, accepted = 0, refused = 0, wrongly_accepted = 0, wrongly_refused = 0;
};

/// Plays a file of Wycheproof. A valid token counts as ours when both key and header name one of our algorithms.
tally play(const std::filesystem::path& file)
{
    tally made;
    const json vectors = json::parse(codec_test::bytes_of_file(file));
    for (const json& group : vectors["testGroups"]) {
        for (const json& test : group["tests"]) {
            const std::string token = test["jws"];
            const bool is_valid = test["result"] == "valid";
            const bool accepted = is_accepted(keys_of(group), token);
            const auto parsed = parse_signed_token(token);
            const bool is_ours = is_supported(group) && parsed;
            ++made.played;
            ++(accepted ? made.accepted : made.refused);
            made.wrongly_accepted += accepted && !is_valid ? 1 : 0;
            const bool is_wrongly_refused = !accepted && is_valid && is_ours;
            made.wrongly_refused += is_wrongly_refused ? 1 : 0;
            INFO("case " << test["tcId"] << ": " << test["comment"]);
            CHECK_FALSE((accepted && !is_valid));
            CHECK_FALSE(is_wrongly_refused);
        }
    }
    return made;
}

constexpr const char* key_n =
    "kqGboBfAWttWPCA-0cGRgsY6SaYoIARt0B_PkaEcIq9HPYNdu9n6UuWHuuTHrjF_"
    "ZoQW97r5HaAorNvrMEGTGdxCHZdEtkHvNVVmrtxTBLiQ"
    "CbCozXhFoIrVcr3qUBrdGnNn_M3jJi7Wg7p_-x62nS5gNG875oyheRkutHsQXikFZwsN3q_TsPNOVlCiHy8mxzaFTUQGm-"
    "X8UYexFyAivlDS"
    "jgDJLAZSWfxd7k9Gxuwa3AUfQqQcVcegmgKGCaErQ3qQbh1x7WB6iopE3_-"
    "GZ8HMAVtR9AmrVscqYsnjhaCehfAI0iKKs8zXr8tISc0ORbaa"
    "lrkk03H1ZrsEnDKEWQ";

json rsa_key(const std::string& id)
{
    return {{"kty", "RSA"}, {"kid", id}, {"use", "sig"}, {"n", key_n}, {"e", "AQAB"}};
}

}  // namespace

TEST_CASE("jws: the 401 signed tokens of Wycheproof, none wrongly accepted", "[oidc]")
{
    const auto folder = codec_test::shared_data("jws-vectors");
    if (folder.empty())
        return;
    const tally made = play(folder / "json_web_signature_test.json");
    WARN("jws vectors: " << made.played << " played, " << made.accepted << " accepted, " << made.refused
                         << " refused, " << made.wrongly_accepted << " wrongly accepted, "
                         << made.wrongly_refused << " of our algorithms wrongly refused");
    CHECK(made.played == 401);
    CHECK(made.wrongly_accepted == 0);
    CHECK(made.wrongly_refused == 0);
    CHECK(made.accepted >= 16);
}

TEST_CASE("jws: the 26 key sets of Wycheproof, none wrongly accepted", "[oidc]")
{
    const auto folder = codec_test::shared_data("jws-vectors");
    if (folder.empty())
        return;
    const tally made = play(folder / "json_web_key_test.json");
    CHECK(made.played == 26);
    CHECK(made.wrongly_accepted == 0);
    CHECK(made.wrongly_refused == 0);
    CHECK(made.accepted == 1);
}

TEST_CASE("jws: a header may not ask for what is not known, nor name another kind of token", "[oidc]")
{
    const std::string rest = "." + base64url("{}") + "." + base64url("signature");
    const auto fault = [&](const std::string& header) {
        const auto read = parse_signed_token(base64url(header) + rest);
        return read ? std::string_view{"none"} : name_of(read.error());
    };
    CHECK(fault(R"({"alg":"RS256"})") == "none");
    CHECK(fault(R"({"alg":"ES256","typ":"JWT","jku":"https://evil.example/keys","x5t":"abc"})") == "none");
    CHECK(fault(R"({"alg":"RS256","crit":["exp"],"exp":1})") == "token_malformed");
    CHECK(fault(R"({"alg":"RS256","crit":null})") == "token_malformed");
    CHECK(fault(R"({"alg":"RS256","typ":"logout+jwt"})") == "token_malformed");
    CHECK(fault(R"({"alg":"RS256","alg":"none"})") == "token_malformed");
    CHECK(fault(R"({"typ":"JWT"})") == "token_malformed");
    CHECK(fault(R"({"alg":7})") == "token_malformed");
    CHECK(fault("[]") == "token_malformed");
    for (const char* refused : {"none", "None", "HS256", "HS512", "RS384", "ES384", "EdDSA", "RS256 ", ""})
        CHECK(fault(json{{"alg", refused}}.dump()) == "algorithm_refused");
}

TEST_CASE("jws: a token that is too long is not looked at", "[oidc]")
{
    const std::string header = base64url(R"({"alg":"RS256"})");
    const std::string token = header + "." + std::string(signed_token_size_max, 'A') + ".AAAA";
    CHECK(parse_signed_token(token).error() == sign_in_fault::token_malformed);
}

TEST_CASE("key_set: keys are found by id, or by being the only one for the algorithm", "[oidc]")
{
    const json point = {{"kty", "EC"},
                        {"crv", "P-256"},
                        {"kid", "point"},
                        {"x", "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY"},
                        {"y", "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw"}};
    const auto one_of_each = key_set::parse(json{{"keys", {rsa_key("a"), point}}}.dump()).value();
    CHECK(one_of_each.find("a", algorithm::rs256));
    CHECK(one_of_each.find("a", algorithm::ps256));
    CHECK(one_of_each.find("point", algorithm::es256));
    CHECK_FALSE(one_of_each.find("a", algorithm::es256));
    CHECK_FALSE(one_of_each.find("b", algorithm::rs256));
    CHECK(one_of_each.find(std::nullopt, algorithm::rs256));

    const auto two = key_set::parse(json{{"keys", {rsa_key("a"), rsa_key("b")}}}.dump()).value();
    CHECK(two.find("b", algorithm::rs256));
    CHECK_FALSE(two.find(std::nullopt, algorithm::rs256));
}

TEST_CASE("key_set: keys that cannot be trusted are passed over, sets that cannot be are refused", "[oidc]")
{
    const auto usable = [](json key) { return key_set::parse(set_of(key)).value().size(); };
    const auto with = [](const char* member, json value) {
        json key = rsa_key("a");
        key[member] = std::move(value);
        return key;
    };
    CHECK(usable(rsa_key("a")) == 1);
    CHECK(usable(with("use", "enc")) == 0);
    CHECK(usable(with("key_ops", {"encrypt"})) == 0);
    CHECK(usable(with("key_ops", {"verify"})) == 1);
    CHECK(usable(with("alg", "RS512")) == 0);
    CHECK(usable(with("alg", "ES256")) == 0);
    CHECK(usable(with("n", std::string{key_n}.substr(0, 320))) == 0);
    CHECK(usable(with("e", "AQ")) == 0);
    CHECK(usable(with("e", "Ag")) == 0);
    CHECK(usable(with("e", "AQAAAAE")) == 0);
    CHECK(usable(with("kty", "oct")) == 0);

    const auto refused = [](const std::string& set) { return !key_set::parse(set); };
    CHECK(refused(set_of(with("d", "AQAB"))));
    CHECK(refused(json{{"keys", {rsa_key("a"), rsa_key("a")}}}.dump()));
    CHECK(refused(R"({"keys":{}})"));
    CHECK(refused(R"({"keys":["a"]})"));
    CHECK(refused("<html>"));
    CHECK(refused(json{{"keys", json(65, rsa_key("a"))}}.dump()));
}
