;; The inner loop of the dense leg. `wat2wasm cosines.wat -o cosines.wasm` makes the binary beside it.
(module
  (memory (import "dense" "memory") 1)

  ;; Writes, for each of `count` rows, its inner product with the query. All parameters but `count` are bytes. A row
  ;; takes `stride` bytes, a multiple of 64, and is padded with zeros, and so is the query.
  (func $innerProducts (export "innerProducts")
    (param $rows i32) (param $count i32) (param $stride i32) (param $query i32) (param $scores i32)
    (local $scoresEnd i32) (local $rowEnd i32) (local $component i32)
    ;; Four sums, so that one addition need not wait for the one before.
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $scoresEnd
      (i32.add (local.get $scores) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $row
        (br_if $done (i32.ge_u (local.get $scores) (local.get $scoresEnd)))
        (local.set $rowEnd (i32.add (local.get $rows) (local.get $stride)))
        (local.set $component (local.get $query))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (loop $sixteen
          (local.set $a (f32x4.add (local.get $a)
            (f32x4.mul (v128.load (local.get $rows)) (v128.load (local.get $component)))))
          (local.set $b (f32x4.add (local.get $b)
            (f32x4.mul (v128.load offset=16 (local.get $rows)) (v128.load offset=16 (local.get $component)))))
          (local.set $c (f32x4.add (local.get $c)
            (f32x4.mul (v128.load offset=32 (local.get $rows)) (v128.load offset=32 (local.get $component)))))
          (local.set $d (f32x4.add (local.get $d)
            (f32x4.mul (v128.load offset=48 (local.get $rows)) (v128.load offset=48 (local.get $component)))))
          (local.set $component (i32.add (local.get $component) (i32.const 64)))
          (local.set $rows (i32.add (local.get $rows) (i32.const 64)))
          (br_if $sixteen (i32.lt_u (local.get $rows) (local.get $rowEnd))))
        (local.set $a (f32x4.add
          (f32x4.add (local.get $a) (local.get $b))
          (f32x4.add (local.get $c) (local.get $d))))
        (f32.store (local.get $scores)
          (f32.add
            (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
            (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
        (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
        (br $row))))

  ;; The same of unit vectors, cut to -1..1: rounding may carry a cosine a little past its bounds.
  (func (export "cosines")
    (param $rows i32) (param $count i32) (param $stride i32) (param $query i32) (param $scores i32)
    (local $scoresEnd i32)
    (call $innerProducts
      (local.get $rows) (local.get $count) (local.get $stride) (local.get $query) (local.get $scores))
    (local.set $scoresEnd
      (i32.add (local.get $scores) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $score
        (br_if $done (i32.ge_u (local.get $scores) (local.get $scoresEnd)))
        (f32.store (local.get $scores)
          (f32.max (f32.const -1) (f32.min (f32.const 1) (f32.load (local.get $scores)))))
        (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
        (br $score)))))
