// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codec/fault.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace jamhall::codec {

enum class json_kind : std::uint8_t { null, boolean, integer, real, string, array, object };

class json_document;

/// One value of a parsed document, which must outlive it. Cheap to copy.
class json_value {
public:
    class iterator;

    json_kind kind() const;
    bool is(json_kind k) const { return kind() == k; }
    bool is_null() const { return is(json_kind::null); }

    /// The contents; meaningful for the kind named only.
    bool boolean() const;
    std::int64_t integer() const;  ///< of an integer beyond 64 bits: the nearest end
    double real() const;
    std::string_view string() const;

    /// Name of a member of an object; empty for elements and the root.
    std::string_view name() const;

    /// Members of an object or elements of an array, in the order written.
    std::size_t size() const;
    iterator begin() const;
    iterator end() const;

private:
    friend class json_document;
    json_value(const json_document& of, std::uint32_t node) : document_{&of}, node_{node} {}

    const json_document* document_;
    std::uint32_t node_;
};

struct json_limits {
    std::size_t size_max = 64 * 1024;
    std::size_t depth_max = 32;
};

/// A parsed JSON text: strict RFC 8259 in well-formed UTF-8, no key twice in an object, size and depth
/// bounded. The tree is two flat buffers, so that reading a command costs two allocations.
class json_document {
public:
    /// Errors: a fault with one sentence for people; its pointer is empty.
    static decoded<json_document> parse(std::string_view text, json_limits limits = {});

    json_value root() const { return {*this, 0}; }

private:
    friend class json_value;
    friend class json_tree_builder;

    struct node {
        json_kind kind = json_kind::null;
        std::uint32_t name_begin = 0;
        std::uint32_t name_size = 0;
        std::uint32_t after = 0;  ///< the node after this one's subtree
        std::uint32_t size = 0;   ///< bytes of a string; members or elements
        union {
            std::int64_t integer = 0;
            double real;
            bool boolean;
            std::uint32_t string_begin;
        };
    };

    std::string_view name_of(const node& n) const { return {strings_.data() + n.name_begin, n.name_size}; }

    std::vector<node> nodes_;
    std::string strings_;
};

/// Walks members or elements.
class json_value::iterator {
public:
    using value_type = json_value;
    using difference_type = std::ptrdiff_t;

    json_value operator*() const { return at_; }
    iterator& operator++();
    iterator operator++(int);
    bool operator==(const iterator& other) const { return at_.node_ == other.at_.node_; }

private:
    friend class json_value;
    explicit iterator(json_value at) : at_{at} {}

    json_value at_;
};

inline json_kind json_value::kind() const
{
    return document_->nodes_[node_].kind;
}

}  // namespace jamhall::codec
