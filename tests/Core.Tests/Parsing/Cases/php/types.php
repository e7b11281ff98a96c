<?php

declare(strict_types=1);

namespace Shop\Orders;

use Shop\Catalog\{Product, Price as Money, function format};
use Psr\Log\LoggerInterface as Logger;
use function array_map;
use const Shop\LIMIT;

/** What can be sold. */
#[Entity('orders')]
abstract class Order extends \Shop\Model implements Countable, Contracts\Sellable
{
    use Timestamps, Tagged { Tagged::tag as protected addTag; Timestamps::now insteadof Tagged; }

    public const int MAX = 10, MIN = self::MAX - 1;
    private static ?self $last = null;
    protected Product|null $product, $other;
    public string $label { get => strtoupper($this->label); set(string $value) { $this->label = $value; } }

    public function __construct(private readonly Logger $logger, int $count = 1, Product ...$products)
    {
        parent::__construct($count);
        $this->created = new static($logger);
        self::$last = $this;
    }

    abstract protected function total(?Money $discount): Money;

    public static function latest(): static
    {
        return static::$last ?? new self(name: 'x', ...func_get_args());
    }
}

interface Contract extends A, B { public function sign(); }

trait Tagged { private array $tags = []; public function tag(string $name): static { $this->tags[] = $name; return $this; } }

enum Status: string implements HasLabel
{
    case Open = 'open';
    case Closed = 'closed';
    const Default = self::Open;
    public function label(): string { return ucfirst($this->value); }
}
