// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/json_in.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace jamhall::codec {

bool json_value::boolean() const
{
    return document_->nodes_[node_].boolean;
}

std::int64_t json_value::integer() const
{
    return document_->nodes_[node_].integer;
}

double json_value::real() const
{
    return document_->nodes_[node_].real;
}

std::string_view json_value::string() const
{
    const auto& n = document_->nodes_[node_];
    return {document_->strings_.data() + n.string_begin, n.size};
}

std::string_view json_value::name() const
{
    return document_->name_of(document_->nodes_[node_]);
}

std::size_t json_value::size() const
{
    return document_->nodes_[node_].size;
}

json_value::iterator json_value::begin() const
{
    const bool has_children = is(json_kind::array) || is(json_kind::object);
    return has_children ? iterator{{*document_, node_ + 1}} : end();
}

json_value::iterator json_value::end() const
{
    return iterator{{*document_, document_->nodes_[node_].after}};
}

json_value::iterator& json_value::iterator::operator++()
{
    at_.node_ = at_.document_->nodes_[at_.node_].after;
    return *this;
}

json_value::iterator json_value::iterator::operator++(int)
{
    auto before = *this;
    ++*this;
    return before;
}

/// Receives nlohmann's SAX events and lays them down as a flat tree.
class json_tree_builder {
public:
    json_tree_builder(json_document& into, json_limits limits) : document_{into}, limits_{limits} {}

    using string_t = std::string;
    using binary_t = nlohmann::json::binary_t;

    bool null() { return add(of(json_kind::null)); }
    bool boolean(bool value)
    {
        auto n = of(json_kind::boolean);
        n.boolean = value;
        return add(n);
    }
    bool number_integer(std::int64_t value)
    {
        auto n = of(json_kind::integer);
        n.integer = value;
        return add(n);
    }
    bool number_unsigned(std::uint64_t value)
    {
        constexpr std::uint64_t end = std::numeric_limits<std::int64_t>::max();
        return number_integer(static_cast<std::int64_t>(std::min(value, end)));
    }
    bool number_float(double value, const string_t& written)
    {
        // An integer too long for 64 bits arrives here; it stays an integer, at the nearest end.
        if (written.find_first_of(".eE") == std::string::npos)
            return number_integer(value < 0 ? std::numeric_limits<std::int64_t>::min()
                                            : std::numeric_limits<std::int64_t>::max());
        auto n = of(json_kind::real);
        n.real = value;
        return add(n);
    }
    bool string(string_t& value)
    {
        auto n = of(json_kind::string);
        n.string_begin = keep(value);
        n.size = static_cast<std::uint32_t>(value.size());
        return add(n);
    }
    bool binary(binary_t&) { return false; }

    bool start_object(std::size_t) { return open(json_kind::object); }
    bool start_array(std::size_t) { return open(json_kind::array); }
    bool key(string_t& name)
    {
        name_begin_ = keep(name);
        name_size_ = static_cast<std::uint32_t>(name.size());
        return true;
    }
    bool end_object()
    {
        const bool is_sound = keys_are_distinct(open_.back());
        close();
        return is_sound;
    }
    bool end_array()
    {
        close();
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&)
    {
        if (!fault_)
            fault_ = "is not JSON: wrong at byte " + std::to_string(position);
        return false;
    }

    const std::optional<std::string>& found() const { return fault_; }

private:
    static json_document::node of(json_kind kind)
    {
        json_document::node n;
        n.kind = kind;
        return n;
    }

    std::uint32_t keep(const std::string& text)
    {
        const auto begin = static_cast<std::uint32_t>(document_.strings_.size());
        document_.strings_ += text;
        return begin;
    }

    bool add(json_document::node n)
    {
        n.name_begin = name_begin_;
        n.name_size = name_size_;
        name_size_ = 0;
        if (!open_.empty())
            ++document_.nodes_[open_.back()].size;
        n.after = static_cast<std::uint32_t>(document_.nodes_.size()) + 1;
        document_.nodes_.push_back(n);
        return true;
    }

    bool open(json_kind kind)
    {
        if (open_.size() == limits_.depth_max) {
            fault_ = "is nested more than " + std::to_string(limits_.depth_max) + " deep";
            return false;
        }
        add(of(kind));
        open_.push_back(static_cast<std::uint32_t>(document_.nodes_.size()) - 1);
        return true;
    }

    void close()
    {
        document_.nodes_[open_.back()].after = static_cast<std::uint32_t>(document_.nodes_.size());
        open_.pop_back();
    }

    /// Sorting keeps a hostile object of thousands of keys from costing their square.
    bool keys_are_distinct(std::uint32_t object)
    {
        const auto& nodes = document_.nodes_;
        names_.clear();
        for (std::uint32_t i = object + 1; i < nodes.size(); i = nodes[i].after)
            names_.push_back(document_.name_of(nodes[i]));
        std::ranges::sort(names_);
        const auto twice = std::ranges::adjacent_find(names_);
        if (twice == names_.end())
            return true;
        constexpr std::size_t shown_max = 60;
        fault_ = "names the field \"" + std::string{twice->substr(0, shown_max)} + "\" twice";
        return false;
    }

    json_document& document_;
    json_limits limits_;
    std::vector<std::uint32_t> open_;
    std::vector<std::string_view> names_;
    std::uint32_t name_begin_ = 0;
    std::uint32_t name_size_ = 0;
    std::optional<std::string> fault_;
};

decoded<json_document> json_document::parse(std::string_view text, json_limits limits)
{
    if (text.size() > limits.size_max)
        return fault{"", "is longer than " + std::to_string(limits.size_max) + " bytes"};
    // The lexer takes a null byte for the end of its input and would not see what follows.
    if (text.find('\0') != std::string_view::npos)
        return fault{"", "is not JSON: it holds a null byte"};
    json_document made;
    made.nodes_.reserve(std::min<std::size_t>(text.size() / 6 + 4, 1024));
    made.strings_.reserve(text.size());
    json_tree_builder builder{made, limits};
    if (!nlohmann::json::sax_parse(text, &builder))
        return fault{"", builder.found().value_or("is not JSON")};
    return made;
}

}  // namespace jamhall::codec
