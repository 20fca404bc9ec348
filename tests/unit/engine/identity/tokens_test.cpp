// SPDX-License-Identifier: Apache-2.0
#include "engine/identity/tokens.hpp"

#include "engine/base/encoding.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <set>

using namespace jamhall;
namespace fs = std::filesystem;

namespace {

struct own_folder {
    own_folder()
    {
        std::string pattern = (fs::temp_directory_path() / "jamhall-identity-XXXXXX").string();
        root = ::mkdtemp(pattern.data());
    }
    ~own_folder() { fs::remove_all(root); }
    own_folder(const own_folder&) = delete;
    own_folder& operator=(const own_folder&) = delete;

    fs::path root;
};

}  // namespace

TEST_CASE("tokens: 128 bits in base64url, never the same, found again by their hash", "[identity]")
{
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) {
        const auto made = identity::make_token();
        REQUIRE(made.text.size() == identity::token_size);
        REQUIRE(base::bytes_of_base64url(made.text).value().size() == 16);
        REQUIRE(identity::hash_of(made.text) == made.hash);
        REQUIRE(seen.insert(made.text).second);
    }
}

TEST_CASE("tokens: the admin token's file is its owner's alone and gives the token back", "[identity]")
{
    const own_folder folder;
    const fs::path file = folder.root / "admin.token";
    const auto hash = identity::write_admin_token(file);
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    const auto read = identity::read_token_file(file);
    REQUIRE(read);
    CHECK(identity::hash_of(*read) == hash);
}

TEST_CASE("tokens: a token file of one line is read without its line end, others give nothing", "[identity]")
{
    const own_folder folder;
    const auto with = [&folder](std::string_view text) {
        std::ofstream{folder.root / "t", std::ios::binary} << text;
        return identity::read_token_file(folder.root / "t");
    };
    CHECK(with("abc\n") == "abc");
    CHECK(with("abc\r\n") == "abc");
    CHECK(with("abc") == "abc");
    CHECK_FALSE(with(""));
    CHECK_FALSE(with("\n"));
    CHECK_FALSE(identity::read_token_file(folder.root / "missing"));
}
