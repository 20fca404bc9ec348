// SPDX-License-Identifier: Apache-2.0
#include "engine/net/static_files.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

using namespace jamhall::net;
namespace fs = std::filesystem;

namespace {

/// A folder that looks like a built client and goes with the test.
struct built_client {
    built_client()
    {
        std::string pattern = (fs::temp_directory_path() / "jamhall-client-XXXXXX").string();
        root = ::mkdtemp(pattern.data());
        put("index.html", "<!doctype html>app");
        put("icon.svg", "<svg/>");
        put("assets/app-1a2b.js", "let plain");
        put("assets/app-1a2b.js.br", "brotli bytes");
        put("assets/app-1a2b.js.gz", "gzip bytes");
        put("assets/orphan.css.gz", "without its plain file");
        put(".vite/manifest.json", "{}");
        put("assets/.left", "by an editor");
        std::ofstream{root.parent_path() / (root.filename().string() + "-secret")} << "secret";
    }
    ~built_client()
    {
        fs::remove(root.parent_path() / (root.filename().string() + "-secret"));
        fs::remove_all(root);
    }
    built_client(const built_client&) = delete;
    built_client& operator=(const built_client&) = delete;

    void put(const fs::path& name, std::string_view text) const
    {
        fs::create_directories((root / name).parent_path());
        std::ofstream{root / name} << text;
    }

    fs::path root;
};

std::string header(const reply& r, http::field name)
{
    const auto value = r.headers()[name];
    return {value.data(), value.size()};
}

}  // namespace

TEST_CASE("static files: a file comes with its type, tag and caching", "[net]")
{
    const built_client client;
    const static_files files{client.root};
    CHECK(files.count() == 3);

    const auto script = files.find({"/assets/app-1a2b.js", "", ""});
    REQUIRE(script);
    CHECK(*script->body == "let plain");
    CHECK(header(*script, http::field::content_type) == "text/javascript; charset=utf-8");
    CHECK(header(*script, http::field::cache_control) == "public, max-age=31536000, immutable");
    CHECK(header(*script, http::field::vary) == "Accept-Encoding");
    CHECK(header(*script, http::field::content_encoding).empty());

    const auto icon = files.find({"/icon.svg", "br, gzip", ""});
    REQUIRE(icon);
    CHECK(header(*icon, http::field::content_type) == "image/svg+xml");
    CHECK(header(*icon, http::field::cache_control) == "no-cache");
    CHECK(header(*icon, http::field::vary).empty());
}

TEST_CASE("static files: brotli before gzip before plain, as the client takes them", "[net]")
{
    const built_client client;
    const static_files files{client.root};
    const auto body = [&files](std::string_view accepts) {
        return *files.find({"/assets/app-1a2b.js", accepts, ""})->body;
    };
    CHECK(body("gzip, deflate, br") == "brotli bytes");
    CHECK(body("gzip;q=1.0, br;q=0") == "gzip bytes");
    CHECK(body("gzip") == "gzip bytes");
    CHECK(body("*") == "brotli bytes");
    CHECK(body("*;q=0") == "let plain");
    CHECK(body("identity") == "let plain");
    CHECK(header(*files.find({"/assets/app-1a2b.js", "br", ""}), http::field::content_encoding) == "br");
}

TEST_CASE("static files: a known tag is answered without the body, each coding has a tag of its own", "[net]")
{
    const built_client client;
    const static_files files{client.root};
    const std::string tag = header(*files.find({"/assets/app-1a2b.js", "", ""}), http::field::etag);
    CHECK(tag != header(*files.find({"/assets/app-1a2b.js", "br", ""}), http::field::etag));

    const auto again = files.find({"/assets/app-1a2b.js", "", "\"other\", W/" + tag});
    REQUIRE(again);
    CHECK(again->status == http::status::not_modified);
    CHECK_FALSE(again->body);
    CHECK(header(*again, http::field::etag) == tag);
    CHECK(files.find({"/assets/app-1a2b.js", "br", tag})->status == http::status::ok);
}

TEST_CASE("static files: addresses that the client routes are its page, other unknown ones are nothing",
          "[net]")
{
    const built_client client;
    const static_files files{client.root};
    for (const char* path : {"/", "/index.html", "/j/covjam", "/jam/covjam/f/ideas", "/admin", "/admin/x"}) {
        INFO(path);
        const auto page = files.find({path, "", ""});
        REQUIRE(page);
        CHECK(*page->body == "<!doctype html>app");
        CHECK(header(*page, http::field::cache_control) == "no-cache");
    }
    for (const char* path : {"/other", "/assets/", "/assets/missing.js", "/api/v1/jams", "/administer",
                             "/assets/orphan.css", "/.vite/manifest.json", "/assets/.left"})
        CHECK_FALSE(files.find({path, "", ""}));
}

TEST_CASE("static files: no path leads out of the folder", "[net]")
{
    const built_client client;
    const static_files files{client.root};
    const std::string outside = client.root.filename().string() + "-secret";
    for (const std::string& path :
         {"/../" + outside, "/assets/../../" + outside, "/%2e%2e/" + outside, "/..%2f" + outside,
          "//" + outside, (client.root.parent_path() / outside).string(),
          std::string{"/assets/../index.html"}})
        CHECK_FALSE(files.find({path, "", ""}));
}

TEST_CASE("static files: without a built client there is a page that says how to build it", "[net]")
{
    const static_files files{"/nonexistent/web_client"};
    const auto page = files.find({"/", "", ""});
    REQUIRE(page);
    CHECK(page->body->find("./scripts/run") != std::string::npos);
}
