// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::report_test {

/// A start tag as a browser would find it.
struct tag {
    std::string name;
    std::vector<std::string> attributes;  ///< names only
};

/// Reads HTML of ours as strictly as we write it: every < begins a tag, every tag is closed in order,
/// every attribute is quoted. Returns the start tags; fails the test at the first thing that is otherwise.
class html_reader {
public:
    explicit html_reader(std::string_view html) : html_{html} {}

    std::vector<tag> read()
    {
        while (position_ < html_.size()) {
            if (html_[position_] != '<')
                ++position_;
            else if (html_.substr(position_).starts_with("<!DOCTYPE html>"))
                position_ += 15;
            else if (html_.substr(position_).starts_with("</"))
                close();
            else
                open();
        }
        CHECK(stack_.empty());
        return std::move(found_);
    }

private:
    std::string word()
    {
        const auto begin = position_;
        while (position_ < html_.size() && (std::isalnum(static_cast<unsigned char>(html_[position_])) != 0 ||
                                            html_[position_] == '-' || html_[position_] == ':'))
            ++position_;
        return std::string{html_.substr(begin, position_ - begin)};
    }

    void close()
    {
        position_ += 2;
        const std::string name = word();
        INFO("</" << name << "> at " << position_);
        REQUIRE(html_.substr(position_, 1) == ">");
        REQUIRE(!stack_.empty());
        REQUIRE(stack_.back() == name);
        stack_.pop_back();
        ++position_;
    }

    void open()
    {
        static const std::set<std::string> empty{"br", "meta"};
        ++position_;
        tag made{word(), {}};
        INFO("<" << made.name << " at " << html_.substr(position_ < 40 ? 0 : position_ - 40, 80));
        REQUIRE(!made.name.empty());
        while (html_.substr(position_, 1) == " ") {
            ++position_;
            made.attributes.push_back(word());
            REQUIRE(html_.substr(position_, 2) == "=\"");
            position_ = html_.find('"', position_ + 2);
            REQUIRE(position_ != std::string_view::npos);
            ++position_;
        }
        const bool closes_itself = html_.substr(position_, 2) == "/>";
        REQUIRE((closes_itself || html_.substr(position_, 1) == ">"));
        position_ += closes_itself ? 2 : 1;
        if (!closes_itself && !empty.contains(made.name))
            stack_.push_back(made.name);
        found_.push_back(std::move(made));
    }

    std::string_view html_;
    std::size_t position_ = 0;
    std::vector<std::string> stack_;
    std::vector<tag> found_;
};

inline std::vector<tag> tags_of(std::string_view html)
{
    return html_reader{html}.read();
}

}  // namespace jamhall::report_test
