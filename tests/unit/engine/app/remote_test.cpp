// SPDX-License-Identifier: Apache-2.0
#include "engine/app/remote.hpp"

#include "engine/app/files.hpp"
#include "engine/app/refusal.hpp"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

using namespace jamhall::app;
using Catch::Matchers::Contains;

namespace {

/// A folder that goes with the test.
class passing_folder {
public:
    passing_folder()
        : path_{std::filesystem::temp_directory_path() / ("jamhall-app-" + std::to_string(::getpid()))}
    {
        std::filesystem::create_directories(path_);
    }
    ~passing_folder() { std::filesystem::remove_all(path_); }
    passing_folder(const passing_folder&) = delete;
    passing_folder& operator=(const passing_folder&) = delete;

    std::filesystem::path operator/(const char* name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("A server is named by http://HOST:PORT")
{
    CHECK(parse_server_url("http://127.0.0.1:8080") == server_address{"127.0.0.1", "8080"});
    CHECK(parse_server_url("http://hall/") == server_address{"hall", "80"});
    CHECK(parse_server_url("http://[::1]:9000") == server_address{"::1", "9000"});
    CHECK(parse_server_url("http://[::1]") == server_address{"::1", "80"});
    CHECK_THROWS_WITH(parse_server_url("https://hall"), Contains("plain HTTP"));
    for (const char* wrong :
         {"hall:80", "http://", "http://:80", "http://hall:", "http://hall:x", "http://hall/path"})
        CHECK_THROWS_AS(parse_server_url(wrong), refusal);
}

TEST_CASE("Text in a path or query is percent-encoded")
{
    CHECK(percent_encoded("a-b_c.d~9") == "a-b_c.d~9");
    CHECK(percent_encoded("a/b?c&d=é ") == "a%2Fb%3Fc%26d%3D%C3%A9%20");
}

TEST_CASE("The token comes from the file named, else the environment, else the data folder")
{
    const passing_folder folder;
    write_file(folder / "admin.token", "from-data\n", readable_by::owner);
    write_file(folder / "other", "from-file\r\n", readable_by::owner);
    remote_options at;
    at.data = folder.path();
    ::unsetenv("JAMHALL_TOKEN");
    CHECK(token_of(at) == "from-data");
    ::setenv("JAMHALL_TOKEN", "from-environment", 1);
    CHECK(token_of(at) == "from-environment");
    at.token_file = folder / "other";
    CHECK(token_of(at) == "from-file");
    at.token_file = folder / "absent";
    CHECK_THROWS_WITH(token_of(at), Contains("absent"));
    ::unsetenv("JAMHALL_TOKEN");
    at.token_file.clear();
    at.data = folder / "nowhere";
    CHECK_THROWS_WITH(token_of(at), Contains("There is no admin token"));
}

TEST_CASE("A refusal is one sentence, and faults are listed")
{
    CHECK(refusal_text({404, R"({"title":"Not Found","detail":"There is no such jam.","status":404})"}) ==
          "There is no such jam.");
    CHECK(refusal_text({401, R"({"title":"Unauthorized","status":401})"}) == "Unauthorized");
    CHECK(refusal_text({502, "<html>"}) == "The server answered 502.");
    CHECK(refusal_text(
              {400, R"({"detail":"The plan is wrong.","faults":[{"pointer":"/title","message":"is missing"},)"
                    R"({"pointer":"/agenda/0/lasts","message":"is too short"}]})"}) ==
          "The plan is wrong.\n  /title: is missing\n  /agenda/0/lasts: is too short");
    CHECK(refusal_text({400, R"({"detail":"Bad lines.","refused":[{"line":7,"reason":"no address"}]})"}) ==
          "Bad lines.\n  line 7: no address");
    const http_answer clearing_the_screen{400, R"({"detail":"\u001b[2J"})"};
    CHECK(refusal_text(clearing_the_screen) == " [2J");
}

TEST_CASE("A server that is not there is named in one line")
{
    // Port 9 of loopback, discard: nobody listens there, and nobody may without being root.
    const http_client nobody{"http://127.0.0.1:9", "token"};
    CHECK_THROWS_WITH(nobody.get("/"), Contains("Cannot reach the server at http://127.0.0.1:9"));
}

TEST_CASE("Files are written whole, secrets for their owner alone")
{
    const passing_folder folder;
    write_file(folder / "links.csv", "secret", readable_by::owner);
    write_file(folder / "links.csv", "another", readable_by::owner);
    CHECK(read_file(folder / "links.csv", 100) == "another");
    struct ::stat found {};
    REQUIRE(::stat((folder / "links.csv").c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0600U);
    CHECK_THROWS_WITH(read_file(folder / "links.csv", 3), Contains("larger than 3 bytes"));
    CHECK_THROWS_WITH(read_file(folder / "absent", 3), Contains("Cannot read"));
    CHECK_THROWS_WITH(write_file(folder / "no/such/folder", "x", readable_by::owner),
                      Contains("Cannot write"));
    CHECK_THROWS_WITH(make_folder(folder / "links.csv/below"), Contains("Cannot make the folder"));
}
