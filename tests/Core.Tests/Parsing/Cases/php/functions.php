<?php
require_once __DIR__ . '/lib/helpers.php';
include 'config.php';
define('APP_NAME', 'shop');
const VERSION = 2;

/** Sums up. */
function total(array &$items, ?Tax $tax = null, int ...$extra): float
{
    global $rates;
    static $calls = 0;
    $sum = 0;
    foreach ($items as $key => ['price' => $price, 'qty' => $count]) {
        $sum += $price * $count;
    }
    [$a, [$b]] = $extra;
    $round = function (float $x) use ($tax, &$sum) { $inner = $sum; return $tax->round($x) + $inner; };
    $half = fn($n) => $n / 2 + $a;
    try {
        $calls++;
    } catch (TaxError $e) {
        echo "failed {$e->getMessage()} $key", PHP_EOL;
    }
    $handler = new class($b) extends Handler { public function run() { return $this->done; } };
    $name = 'run';
    $handler->$name(...$extra);
    return $round($half($handler?->next->value()));
}

$rates = \Tax\rates();
echo Tax::DEFAULT, Tax::class, Tax::$table['a'], namespace\total($rates);
if ($rates instanceof Tax\Table) {
    total(items: $rates, tax: null);
}
$first = total(...);
