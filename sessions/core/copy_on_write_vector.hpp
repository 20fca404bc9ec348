// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <algorithm>
#include <bit>
#include <compare>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace jamhall::sessions {

/// A vector whose copies share their elements, in chunks, until one of them changes some: copying costs a
/// pointer for each chunk, and the first change of a shared chunk copies that chunk. So a worker can read a
/// copy for as long as it likes while the owner goes on, and only what changes meanwhile is held twice.
/// Reading is by const access; whoever changes says so by `edit`. A reference ends with the next edit.
/// Runs on: each copy on one worker at a time; copies on different workers need no lock.
template <class T, std::size_t chunk_size = 64>
class copy_on_write_vector {
    static_assert(std::has_single_bit(chunk_size));

public:
    using value_type = T;

    class const_iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        const_iterator() = default;
        const_iterator(const copy_on_write_vector& of, std::size_t at) : of_{&of}, at_{at} {}

        reference operator*() const { return (*of_)[at_]; }
        pointer operator->() const { return &(*of_)[at_]; }
        reference operator[](difference_type n) const { return *(*this + n); }

        const_iterator& operator+=(difference_type n)
        {
            at_ = static_cast<std::size_t>(static_cast<difference_type>(at_) + n);
            return *this;
        }
        const_iterator& operator-=(difference_type n) { return *this += -n; }
        const_iterator& operator++() { return *this += 1; }
        const_iterator& operator--() { return *this -= 1; }
        const_iterator operator++(int) { return std::exchange(*this, *this + 1); }
        const_iterator operator--(int) { return std::exchange(*this, *this - 1); }

        friend const_iterator operator+(const_iterator i, difference_type n) { return i += n; }
        friend const_iterator operator+(difference_type n, const_iterator i) { return i += n; }
        friend const_iterator operator-(const_iterator i, difference_type n) { return i -= n; }
        friend difference_type operator-(const const_iterator& a, const const_iterator& b)
        {
            return static_cast<difference_type>(a.at_) - static_cast<difference_type>(b.at_);
        }
        friend bool operator==(const const_iterator& a, const const_iterator& b) { return a.at_ == b.at_; }
        friend auto operator<=>(const const_iterator& a, const const_iterator& b) { return a.at_ <=> b.at_; }

    private:
        const copy_on_write_vector* of_ = nullptr;
        std::size_t at_ = 0;
    };

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const_iterator begin() const { return {*this, 0}; }
    const_iterator end() const { return {*this, size_}; }

    const T& operator[](std::size_t i) const { return chunks_[i / chunk_size]->items[i % chunk_size]; }
    const T& back() const { return (*this)[size_ - 1]; }

    /// An element to change. Copies its chunk first while another copy of the vector holds it too.
    T& edit(std::size_t i) { return own(i / chunk_size).items[i % chunk_size]; }

    T& emplace_back()
    {
        // Held before the list of chunks grows, which may fail; and one that got no element then is filled next.
        if (size_ == chunks_.size() * chunk_size)
            chunks_.push_back(boost::intrusive_ptr<chunk>{new chunk});
        T& made = own(size_ / chunk_size).items.emplace_back();
        ++size_;
        return made;
    }

    /// Grows to at least this size with empty elements.
    void grow(std::size_t size)
    {
        while (size_ < size)
            emplace_back();
    }

    friend bool operator==(const copy_on_write_vector& a, const copy_on_write_vector& b)
    {
        return std::ranges::equal(a, b);
    }

private:
    /// The count is read with acquire: when the last other holder has let go, its reads are over.
    struct chunk : boost::intrusive_ref_counter<chunk, boost::thread_safe_counter> {
        std::vector<T> items;

        chunk() { items.reserve(chunk_size); }
        chunk(const chunk& from) : boost::intrusive_ref_counter<chunk, boost::thread_safe_counter>{}
        {
            items.reserve(chunk_size);
            items = from.items;
        }
        chunk& operator=(const chunk&) = delete;
        ~chunk() = default;
    };

    chunk& own(std::size_t number)
    {
        auto& held = chunks_[number];
        if (held->use_count() > 1)
            held.reset(new chunk(*held));
        return *held;
    }

    std::vector<boost::intrusive_ptr<chunk>> chunks_;
    std::size_t size_ = 0;
};

}  // namespace jamhall::sessions
